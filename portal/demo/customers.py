"""The customers of the demo company: invented haulers, dairies, pharmacies and couriers.

In: a seed. Out: names of companies in English and Korean, each belonging to one seller.
"""

from __future__ import annotations

from portal.demo.dice import Dice

_US_FIRST = (
    "Harborline, Bluefield, Pinecrest, Ironbridge, Tallgrass, Redwater, Copperleaf, Northpass, Saltmarsh, Millbrook, "
    "Stonegate, Fairhaven, Larkspur, Cedar Bend, Highplains, Rockport, Greenbriar, Silver Creek, Windrow, Oakmont, "
    "Lakeshore, Three Rivers, Amberfield, Bayside, Juniper Hill, Coldwater, Prairie Star, Westbrook, Fox Hollow, "
    "Granite State, Blue Heron, Sandstone, Maple Ridge, Kingsway, Summit, Riverbend, Orchard, Beacon, Elk Run, Marigold"
).split(", ")
_US_LAST = (
    "Foods, Logistics, Dairy, Medical Supply, Builders Supply, Beverage, Pharmacy, Courier, Produce, Freight, "
    "Cold Storage, Parcel, Waste Services, Home Delivery, Seafood, Bakery, Office Supply, Linen Service, Transit, Farms"
).split(", ")
_KR_FIRST = (
    "다온, 새벽길, 가람들, 누리온, 서해안, 푸른들, 해오름, 청솔, 라온길, 단비, 바른손길, 산들, 한울림, 늘찬, 아라온, "
    "온새미, 미르, 큰나루, 솔내음, 별하, 도담, 가온길, 여울, 한밭, 든든, 참빛, 새론, 하늘재, 달구벌, 빛고을"
).split(", ")
_KR_LAST = "물류 식품 유통 운수 콜드체인 택배 제약유통 수산 낙농 건자재 농산 세탁 제과 의료기기".split()


def customers_of(seed: str, seller: str, korean: bool, count: int) -> list[str]:
    """Return `count` names for one seller, in the order in which the seller won them."""
    dice = Dice(seed, f"customers {seller}")
    first, last = (_KR_FIRST, _KR_LAST) if korean else (_US_FIRST, _US_LAST)
    names = [_name(head, dice.choose(last), korean, dice) for head in dice.some(first, count)]
    return list(dict.fromkeys(names))


def _name(head: str, tail: str, korean: bool, dice: Dice) -> str:
    if not korean:
        return f"{head} {tail}"
    return f"{dice.choose(['(주)', '', '', ''])}{head}{tail}"
