"""The examples in the rule's documentation run."""

import doctest


def test_the_examples_run():
    failures, run = doctest.testfile("docs/why/analogue_rule.md", module_relative=False, optionflags=doctest.ELLIPSIS)
    assert run > 8
    assert failures == 0
