"""Two scenarios compared may each have a building of one id: the one before gets an id of its own."""

from __future__ import annotations

from dataclasses import replace

from estate_model.nouns import Estate, Site

BEFORE = "-before"


def told_apart(before: Estate, after: Estate) -> Estate:
    """Return the estate before; a site that stands elsewhere than its namesake after is ``<id>-before``.

    Two scenarios may move a counter to two places, or open two new ones, and call both the same.
    """
    sites = [_own(site, before, after) for site in before.sites.values()]
    return replace(before, sites={site.site_id: site for site in sites})


def _own(site: Site, before: Estate, after: Estate) -> Site:
    if site.stands_where(after.sites.get(site.site_id, site)):
        return site
    own = site.site_id + BEFORE
    while own in before.sites or own in after.sites:
        own += BEFORE
    return replace(site, site_id=own)
