"""Who says a fact: what `store.attribution` has, by the name that other rooms know."""

from serbia_tip.store.attribution import Attribution as Attribution
