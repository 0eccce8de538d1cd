"""Where "Exit quickly" leads: a weather page that belongs on a screen in that country.

The national weather services, which no country blocks at home. Elsewhere each language of the pages
has its own (``exit.url`` of its book).
"""

from typing import Final

EXITS: Final = {
    "AE": "https://www.ncm.gov.ae/",
    "AT": "https://www.geosphere.at/",
    "AU": "https://www.bom.gov.au/",
    "CA": "https://weather.gc.ca/",
    "CH": "https://www.meteoswiss.admin.ch/",
    "CN": "https://weather.cma.cn/",
    "DE": "https://www.dwd.de/",
    "ES": "https://www.aemet.es/",
    "FR": "https://meteofrance.com/",
    "GB": "https://www.metoffice.gov.uk/",
    "HK": "https://www.hko.gov.hk/",
    "IE": "https://www.met.ie/",
    "IN": "https://mausam.imd.gov.in/",
    "JP": "https://www.jma.go.jp/",
    "KR": "https://www.weather.go.kr/",
    "NL": "https://www.knmi.nl/",
    "SA": "https://ncm.gov.sa/",
    "SE": "https://www.smhi.se/",
    "SG": "https://www.weather.gov.sg/",
    "US": "https://www.weather.gov/",
}
