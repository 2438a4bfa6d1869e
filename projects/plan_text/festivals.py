"""The feasts by which plans promise: their day in a year. Pure.

Lunar days are a table for 2010 to 2030 (Chinese calendar of GB/T 33661-2017: 春节 1-1, 端午 5-5, 中秋 8-15, 重阳 9-9);
the tests hold it against the announced public holidays of core.workdays.
"""

import datetime

FIRST, LAST = 2010, 2030
_SOLAR = {
    "元旦": (1, 1),
    "三八": (3, 8),
    "妇女": (3, 8),
    "五一": (5, 1),
    "劳动": (5, 1),
    "五四": (5, 4),
    "六一": (6, 1),
    "儿童": (6, 1),
    "七一": (7, 1),
    "建党": (7, 1),
    "八一": (8, 1),
    "建军": (8, 1),
    "教师": (9, 10),
    "十一": (10, 1),
    "国庆": (10, 1),
    "圣诞": (12, 25),
}
_NEW_YEAR = (
    "0214 0203 0123 0210 0131 0219 0208 0128 0216 0205 0125 0212 0201 0122 0210 0129 0217 0206 0126 0213 0203"  # 2010 to 2030
)
_DRAGON_BOAT = "0616 0606 0623 0612 0602 0620 0609 0530 0618 0607 0625 0614 0603 0622 0610 0531 0619 0609 0528 0616 0605"
_MID_AUTUMN = "0922 0912 0930 0919 0908 0927 0915 1004 0924 0913 1001 0921 0910 0929 0917 1006 0925 0915 1003 0922 0912"
_DOUBLE_NINTH = "1016 1005 1023 1013 1002 1021 1009 1028 1017 1007 1025 1014 1004 1023 1011 1029 1018 1008 1026 1016 1005"
_LUNAR = {
    "春节": (_NEW_YEAR, 0),
    "新春": (_NEW_YEAR, 0),
    "除夕": (_NEW_YEAR, -1),
    "元宵": (_NEW_YEAR, 14),
    "端午": (_DRAGON_BOAT, 0),
    "中秋": (_MID_AUTUMN, 0),
    "重阳": (_DOUBLE_NINTH, 0),
}
NAMES = (*_SOLAR, *_LUNAR, "清明")


def is_lunar(name: str) -> bool:
    return name in _LUNAR


def day_of(name: str, year: int) -> datetime.date | None:
    """The feast's day in ``year``; None for a lunar one outside the table. 清明 is the solar term of the years 1950 to 2100."""
    if name in _SOLAR:
        return datetime.date(year, *_SOLAR[name])
    if name == "清明":
        return _clear_and_bright(year)
    days, later = _LUNAR[name]
    if not FIRST <= year <= LAST:
        return None
    month_day = days.split()[year - FIRST]
    return datetime.date(year, int(month_day[:2]), int(month_day[2:])) + datetime.timedelta(days=later)


def _clear_and_bright(year: int) -> datetime.date:
    """清明 by the usual approximation of the solar term: days of the century, less its leap days."""
    past, base = (year - 1900, 5.59) if year < 2000 else (year - 2000, 4.81)
    return datetime.date(year, 4, int(past * 0.2422 + base) - past // 4)
