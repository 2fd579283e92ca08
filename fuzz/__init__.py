"""Fuzzing: each entrance of the library is given damaged and invented input, guided by the code that it reaches.

``python -m fuzz name smiles --seconds 60`` runs targets of `fuzz.targets` under Atheris (libFuzzer). What was found
once is kept in ``fuzz/corpus/TARGET/`` and given to the library again by ``tests/test_fuzz_corpus.py``, which does not
need Atheris.
"""
