{#
  The factors of farm_activity in one shape: one row per row of a reference table that an activity uses, or per product of two of them. Nitrogen becomes
  N2O (44/28) and carbon CO2 (44/12) here; what is biogenic stands beside the totals. A zone that a factor is published for is an area code of dim_region_chain.
#}
with livestock as (
    select
        c.activity_code,
        {{ bar_key(["'livestock'", 'c.activity_code', 'l.emission_source', 'l.animal_code', 'l.stage', 'l.region', 'l.standard', 'l.valid_from', 'l.published_on']) }} as factor_id,
        l.emission_source as source_category,
        case when l.region = 'ALL' then '' else 'livestock_region=' || l.region end as area_code,
        l.gas,
        c.unit as per_unit,
        cast(l.kg_per_head_year as decimal(19, 10)) as factor_kg_per_unit,
        l.valid_from,
        l.valid_to,
        l.published_on,
        l.source_year,
        l.evidence,
        l.source_document,
        'seed livestock_factor' as origin
    from {{ ref('farm_activity_code') }} as c
    inner join {{ ref('livestock_factor') }} as l
        on c.factor_table = 'livestock_factor' and c.factor_key = l.animal_code || '|' || l.stage || '|' || l.emission_source || '|' || l.standard
),

crop_key as (
    select
        activity_code,
        unit,
        case when instr(factor_key, '*') > 0 then split_part(factor_key, '*', 1) end as share_code,
        case when instr(factor_key, '*') > 0 then split_part(factor_key, '*', 2) else factor_key end as factor_key
    from {{ ref('farm_activity_code') }}
    where factor_table = 'crop_factor'
),

{# A key is the whole code of a row, or its beginning where the row of the region is meant. #}
crop_row as (
    select
        k.activity_code,
        k.unit as activity_unit,
        k.factor_key,
        k.share_code,
        f.*,
        case when f.gas = 'C' then 'CO2' else f.gas end as emitted_gas,
        case when f.gas = 'C' then 'CO2_PER_C' when instr(f.unit, 'N2O-N') > 0 then 'N2O_PER_N' end as ratio_code,
        cast(coalesce(s.value, 1) as decimal(18, 8)) as share,
        s.evidence as share_evidence
    from crop_key as k
    inner join {{ ref('crop_factor') }} as f
        on (f.factor_code = k.factor_key or substr(f.factor_code, 1, length(k.factor_key) + 1) = k.factor_key || '_')
        and f.value is not null
    left join {{ ref('crop_factor') }} as s on k.share_code = s.factor_code
    where k.share_code is null or s.value is not null
),

crop as (
    select
        c.activity_code,
        {{ bar_key(["'crop'", 'c.activity_code', 'c.share_code', 'c.factor_code', 'c.valid_from', 'c.published_on']) }} as factor_id,
        lower(c.factor_key) as source_category,
        case
            when c.crop_group = 'rice' then 'rice_region=' || c.region
            when substr(c.region, 1, 5) = 'ZONE_' then 'n2o_zone=' || c.region
            else ''
        end as area_code,
        case when g.is_biogenic and c.emitted_gas = 'CO2' then 'CO2_biogenic' else c.emitted_gas end as gas,
        c.activity_unit as per_unit,
        {{ quotient(
            'cast(cast(cast(c.value as decimal(19, 8)) * c.share as decimal(19, 10)) * cast(cast(coalesce(r.numerator, 1) as decimal(19, 0)) * ' ~ factor_mass_kg('c.unit') ~ ' as decimal(9, 3)) as decimal(28, 13))',
            'cast(coalesce(r.denominator, 1) as decimal(9, 0))', 13, 0, 10, 19
        ) }} as factor_kg_per_unit,
        c.valid_from,
        c.valid_to,
        c.published_on,
        c.source_year,
        {{ evidence_of_rank('greatest(' ~ evidence_rank('c.evidence') ~ ', ' ~ evidence_rank('c.share_evidence') ~ ')') }} as evidence,
        c.source_document,
        'seed crop_factor' as origin
    from crop_row as c
    left join {{ ref('molar_ratio') }} as r on c.ratio_code = r.ratio_code
    left join {{ ref('farm_activity_group') }} as g on c.activity_code = g.activity_code
),

path as (
    select
        activity_code,
        {{ bar_key(["'farm'", 'activity_code', 'valid_from', 'published_on']) }} as factor_id,
        '' as source_category,
        '' as area_code,
        gas,
        {{ factor_per_unit('factor_unit') }} as per_unit,
        {{ factor_as_kg('cast(factor as decimal(19, 8))', 'factor_unit') }} as factor_kg_per_unit,
        valid_from,
        valid_to,
        published_on,
        source_year,
        evidence,
        source_document,
        'seed farm_factor' as origin
    from {{ ref('farm_factor') }}
),

gathered as (
    select * from livestock
    union all
    select * from crop
    union all
    select * from path
)

select
    factor_id,
    activity_code,
    source_category,
    area_code,
    gas,
    per_unit,
    cast(factor_kg_per_unit as decimal(19, 10)) as factor_kg_per_unit,
    valid_from,
    valid_to,
    published_on,
    cast(source_year as int) as vintage_year,
    evidence,
    source_document,
    origin
from gathered
