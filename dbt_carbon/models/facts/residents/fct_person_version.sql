{#
  What the register said of a person, by when it was known: from the delivery of a version until the next one; a withdrawn record says nothing. A version
  replaced in the moment in which it became known never held. Nearly everybody has one version, so only the others are joined with their successors.
#}
with version as (
    select * from {{ ref('base_person_registry') }}
)

select
    person_key,
    region_code,
    coalesce(village_code, '') as village_code,
    known_at as known_from,
    cast(null as timestamp) as known_until
from version
where version_rank = 1 and record_status <> 'withdrawn'
union all
select
    v.person_key,
    v.region_code,
    coalesce(v.village_code, ''),
    v.known_at,
    n.known_at
from version as v
inner join version as n on v.person_key = n.person_key and v.version_rank = n.version_rank + 1
where v.version_rank > 1 and v.record_status <> 'withdrawn' and v.known_at < n.known_at
