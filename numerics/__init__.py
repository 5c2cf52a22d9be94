"""How quantities are computed: arithmetics, networks, Hessians, flows, descent, random products."""
