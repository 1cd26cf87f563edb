"""Texts that a spreadsheet would run as formulas if it were let, whatever separator it takes."""

FORMULAS = [
    "=1+1", "+1+1", "-1+1", "@SUM(1)", " =1+1", "\u00a0=1+1", "\t=1+1", "\u200b=1+1", "\ufeff=1+1", "\x00=1+1", "＝1+1", "＋1",
    "－1", "＠x", "﹦1", "x;=1+1;", ";=1+1;", "x;;=1+1", "x,=1+1,y", "x\t=1+1", "x|=1+1|y", "x:=1+1:", "x^=1+1^", "x~=1+1~",
    "x =1+1 y", "x; =1+1", "x;\u00a0=1+1", 'x;"=1+1&"', 'a";=1+1;"', 'x; "" =1+1', "a\n=1+1\nb", "a\r\n=1+1", "a\r=1+1",
    "a\u2028=1+1",
    "+cmd|' /C calc'!A0", "x;=cmd|' /C calc'!A0;", "x;-2+3+cmd|' /C calc'!D2;", "x;+5 +cmd|' /C calc'!D2", "x @SUM(1)", "x;＝1+1",
    "x;+SUM(1)", "x;+A1", "x -A1", "x;'=1+1;", "x;''=1+1;", "'=1+1", "''=1+1", "\"'=1+1",
]  # fmt: skip
