"""What every door that speaks HTTP does in one way: who calls, how often, what is taken and said.

- ``dispatch``: ``Door``, which lets nothing out but an answer of one form.
- ``errors``: the one table of what is refused, with its status, code and words.
- ``reading``: where a request comes from, its size before its body, its body before its type.
- ``limits``: ``Limit``, which counts callers and keeps none.
- ``ranges``: one range of a sealed file, asked for and given.
- ``answers``: JSON, bytes and text; the time and the headers of an answer.
- ``address``: the household of who calls.
"""
