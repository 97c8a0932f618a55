"""The harness: the code before the checks in the interpreter that runs them.

This text is executed in the child, never in the app. It uses names of its own and
`_quiz.` for every builtin, since the user's code may call a variable `list` or `max`.
Each check leaves a row `[passed, detail, lines]`, where a line of the detail is a
claim, a value or an exception.
"""

PRELUDE = """
import builtins as _quiz
import sys as _quiz_sys

_quiz_file = _quiz_sys._getframe(1).f_code.co_filename
_quiz_rows = []
_quiz_state = {"broken": False}

class _quiz_Failed(_quiz.AssertionError):
    pass

def _quiz_short(value):
    try:
        if _quiz.hasattr(_quiz.type(value), "detach"):
            value = value.detach()
        text = " ".join(_quiz.repr(value).split())
    except _quiz.BaseException:
        text = "(its repr raised)"
    return text if _quiz.len(text) <= 120 else text[:119] + "\\u2026"

def _quiz_row(passed, detail, lines):
    while _quiz.len(_quiz.ascii(detail)) > 1000:
        detail = detail[: _quiz.len(detail) // 2] + "\\u2026"
    _quiz_rows.append([passed, detail, lines])

def _quiz_hold(holds, claim, sources, values, message):
    if holds:
        return
    pairs = _quiz.zip(sources, values)
    parts = [s + " = " + _quiz_short(v) for s, v in pairs if s]
    if claim:
        parts.insert(0, "failed: " + claim)
    if message is not None:
        parts.insert(0, " ".join(_quiz.str(message()).split()))
    raise _quiz_Failed("\\n".join(parts))

def _quiz_pass():
    _quiz_row(True, "", [])

def _quiz_lines(error):
    lines = []
    step = error.__traceback__
    while step is not None:
        if step.tb_frame.f_code.co_filename == _quiz_file:
            if lines[-1:] != [step.tb_lineno]:
                lines.append(step.tb_lineno)
        step = step.tb_next
    return lines[-4:]

def _quiz_fail(error):
    if _quiz.isinstance(error, _quiz_Failed):
        _quiz_row(False, _quiz.str(error), [])
        return
    lines = _quiz_lines(error)
    unknown = _quiz.isinstance(error, _quiz.NameError) and not lines
    if unknown and _quiz_state["broken"]:
        _quiz_row(False, "not reached: an earlier check raised", lines)
        return
    _quiz_state["broken"] = True
    try:
        message = " ".join(_quiz.str(error).split())
    except _quiz.BaseException:
        message = "(its message raised)"
    message = message[:300]
    name = _quiz.type(error).__name__
    _quiz_row(False, name + ": " + message if message else name, lines)
"""
