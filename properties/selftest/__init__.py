"""The suite tests itself: what `lemmata selftest` runs.

    planted     false claims that have to be refuted: every false variant of the registry, and ten written from scratch
    bugs        patches that plant a bug in the running code, each with the check that has to notice it
    mutants     operators, constants and comparisons of the trusted kernels changed one at a time; checks have to notice
    relations   metamorphic relations: what may change an instance without changing what is true of it
    faults      exceptions, time-outs, NaN, full disks, truncated files, clocks going backwards: nothing is decided
    checks_*    what notices: fast tests of one part each, with a second way to every number

Nothing here is used to decide a claim.
"""
