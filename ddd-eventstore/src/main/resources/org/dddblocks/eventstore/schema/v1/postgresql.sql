-- The newest version of each stream: the row that two writers of one stream race for. A deleted one stays, at version 0.
create table if not exists ${table:stream} (
    stream_type varchar(100) collate "C" not null,
    stream_id   varchar(255) collate "C" not null,
    version     bigint                   not null check (version >= 0),
    deleted_at  timestamp(6) with time zone,
    primary key (stream_type, stream_id)
);

-- What happened. The first event of each stream in an append carries the append's id.
create table if not exists ${table:event} (
    position       bigint                   not null primary key,
    stream_type    varchar(100) collate "C" not null,
    stream_id      varchar(255) collate "C" not null,
    version        bigint                   not null check (version > 0),
    event_id       uuid                     not null,
    type_name      varchar(255) collate "C" not null,
    schema_version integer                  not null,
    occurred_at    timestamp(6) with time zone not null,
    recorded_at    timestamp(6) with time zone not null,
    correlation_id varchar(255),
    causation_id   varchar(255),
    actor          varchar(255),
    tenant         varchar(255),
    traceparent    varchar(255),
    payload        text                     not null,
    append_id      uuid,
    append_part    integer,
    append_size    integer,
    constraint ${name:event_in_stream} unique (stream_type, stream_id, version)
);

create unique index if not exists ${name:event_in_append} on ${table:event} (append_id, append_part)
    where append_id is not null;

-- Positions of the feed. No other user, no cache: the feed's reader relies on both.
create sequence if not exists ${table:event_position} as bigint cache 1;

-- How far each projection has come.
create table if not exists ${table:checkpoint} (
    projection varchar(100) collate "C" not null primary key,
    position   bigint                   not null
);

-- Events that a projection passed over, and why. PARKED: its stream waits with it; BEHIND: waits so; SKIPPED: went on.
create table if not exists ${table:set_aside} (
    projection     varchar(100) collate "C" not null,
    position       bigint not null,
    stream_type    varchar(100) collate "C" not null,
    stream_id      varchar(255) collate "C" not null,
    version        bigint not null,
    type_name      varchar(255) collate "C" not null,
    schema_version integer not null,
    how            varchar(10) not null,
    reason         varchar(1000) not null,
    set_aside_at   timestamp(6) with time zone not null,
    primary key (projection, position)
);

-- States of streams, so that a load need not read all events; a cache, whose rows may be deleted at any time.
create table if not exists ${table:snapshot} (
    stream_type varchar(100) collate "C" not null,
    stream_id   varchar(255) collate "C" not null,
    fingerprint varchar(64) collate "C" not null,
    version     bigint not null check (version > 0),
    occurred_at timestamp(6) with time zone not null,
    taken_at    timestamp(6) with time zone not null,
    payload     text not null,
    primary key (stream_type, stream_id, fingerprint, version)
);

-- Appends to one stream, in one round trip. The order of the steps is what the feed's reader relies on: the shared lock,
-- the stream's row, the positions. Verdicts: 0 stored, 1 another version, 2 deleted. An expected version of -1 is any.
create or replace function ${table:append_one}(
    p_type text, p_id text, p_expected bigint, p_append uuid, p_occurred timestamp with time zone,
    p_correlation text, p_causation text, p_actor text, p_tenant text, p_trace text,
    p_events uuid[], p_names text[], p_schemas integer[], p_payloads text[], p_alone boolean)
returns table (out_verdict integer, out_version bigint, out_recorded timestamp with time zone)
language plpgsql as $append$
declare
    v_count   bigint := cardinality(p_events);
    v_last    bigint;
    v_deleted boolean;
    v_at      timestamp(6) with time zone;
begin
    if p_alone and current_setting('transaction_isolation') <> 'read committed' then
        raise exception 'An append on its own needs read committed.' using errcode = 'DDD01';
    end if;
    perform pg_advisory_xact_lock_shared(1684300901, '${table:event_position}'::regclass::oid::integer);
    if p_expected > 0 then
        update ${table:stream} s set version = s.version + v_count
            where s.stream_type = p_type and s.stream_id = p_id and s.version = p_expected
            returning s.version into v_last;
    elsif p_expected = 0 then
        insert into ${table:stream} as s (stream_type, stream_id, version) values (p_type, p_id, v_count)
            on conflict do nothing returning s.version into v_last;
    else
        insert into ${table:stream} as s (stream_type, stream_id, version) values (p_type, p_id, v_count)
            on conflict (stream_type, stream_id) do update set version = s.version + v_count
            where s.deleted_at is null returning s.version into v_last;
    end if;
    if v_last is null then
        select s.version, s.deleted_at is not null into v_last, v_deleted from ${table:stream} s
            where s.stream_type = p_type and s.stream_id = p_id for update;
        return query select case when v_deleted then 2 else 1 end, coalesce(v_last, 0), null::timestamptz;
        return;
    end if;
    v_at := clock_timestamp();
    insert into ${table:event} (position, stream_type, stream_id, version, event_id, type_name, schema_version,
            occurred_at, recorded_at, correlation_id, causation_id, actor, tenant, traceparent, payload,
            append_id, append_part, append_size)
        select nextval('${table:event_position}'), p_type, p_id, v_last - v_count + e.ord, e.event_id, e.type_name,
            e.schema_version, p_occurred, v_at, p_correlation, p_causation, p_actor, p_tenant, p_trace, e.payload,
            case when e.ord = 1 then p_append end, case when e.ord = 1 then 0 end, case when e.ord = 1 then v_count end
        from unnest(p_events, p_names, p_schemas, p_payloads)
            with ordinality as e(event_id, type_name, schema_version, payload, ord);
    return query select 0, v_last, v_at::timestamptz;
end
$append$;

-- Several appends (a_) of one or more streams each (p_), with their events (e_), in one round trip: all of the streams (s_),
-- sorted, are locked first, then each append is judged in order, all of its streams or none, then all is written.
-- Verdicts, one for each p_: 0 stored, 1 another version, 2 deleted, 3 this append id is stored, -1 because of another p_.
create or replace function ${table:append_all}(
    s_types text[], s_ids text[], s_creates boolean[],
    a_ids uuid[], a_given boolean[], a_occurred timestamp with time zone[],
    a_correlations text[], a_causations text[], a_actors text[], a_tenants text[], a_traces text[],
    p_appends integer[], p_parts integer[], p_streams integer[], p_expected bigint[], p_sizes integer[],
    e_ids uuid[], e_names text[], e_schemas integer[], e_payloads text[], p_alone boolean)
returns table (out_verdict integer, out_version bigint, out_recorded timestamp with time zone)
language plpgsql as $append$
declare
    n_parts    integer := cardinality(p_appends);
    v_version  bigint;
    v_deleted  boolean;
    v_before   bigint[];
    v_after    bigint[];
    v_gone     boolean[];
    v_verdicts integer[] := array_fill(0, array[n_parts]);
    v_actuals  bigint[] := array_fill(0::bigint, array[n_parts]);
    v_firsts   bigint[] := array_fill(null::bigint, array[n_parts]);
    v_starts   integer[] := array_fill(0, array[n_parts]);
    v_start    integer := 0;
    v_part     integer := 1;
    v_from     integer;
    v_culprit  integer;
    v_verdict  integer;
    v_at       timestamp(6) with time zone;
begin
    if p_alone and current_setting('transaction_isolation') <> 'read committed' then
        raise exception 'An append on its own needs read committed.' using errcode = 'DDD01';
    end if;
    perform pg_advisory_xact_lock_shared(1684300901, '${table:event_position}'::regclass::oid::integer);
    for i in 1 .. cardinality(s_types) loop
        loop
            select s.version, s.deleted_at is not null into v_version, v_deleted from ${table:stream} s
                where s.stream_type = s_types[i] and s.stream_id = s_ids[i] for update;
            exit when found or not s_creates[i];
            insert into ${table:stream} (stream_type, stream_id, version) values (s_types[i], s_ids[i], 0)
                on conflict do nothing;
        end loop;
        v_before[i] := coalesce(v_version, 0);
        v_gone[i] := coalesce(v_deleted, false);
    end loop;
    v_after := v_before;
    v_at := clock_timestamp();
    for a in 1 .. cardinality(a_ids) loop
        v_from := v_part;
        v_culprit := null;
        v_verdict := 0;
        while v_part <= n_parts and p_appends[v_part] = a loop
            if v_gone[p_streams[v_part]] and v_verdict <> 2 then
                v_culprit := v_part;
                v_verdict := 2;
            elsif v_verdict = 0 and p_expected[v_part] >= 0 and v_after[p_streams[v_part]] <> p_expected[v_part] then
                v_culprit := v_part;
                v_verdict := 1;
            end if;
            v_actuals[v_part] := v_after[p_streams[v_part]];
            v_starts[v_part] := v_start;
            v_start := v_start + p_sizes[v_part];
            v_part := v_part + 1;
        end loop;
        if v_verdict <> 2 and a_given[a]
                and exists (select from ${table:event} e where e.append_id = a_ids[a]) then
            v_culprit := v_from;
            v_verdict := 3;
        end if;
        for p in v_from .. v_part - 1 loop
            if v_verdict = 0 then
                v_firsts[p] := v_after[p_streams[p]];
                v_after[p_streams[p]] := v_firsts[p] + p_sizes[p];
            else
                v_verdicts[p] := case when p = v_culprit then v_verdict else -1 end;
            end if;
        end loop;
    end loop;
    for i in 1 .. cardinality(s_types) loop
        if v_after[i] <> v_before[i] then
            update ${table:stream} s set version = v_after[i]
                where s.stream_type = s_types[i] and s.stream_id = s_ids[i];
        elsif v_before[i] = 0 and s_creates[i] and not v_gone[i] then
            delete from ${table:stream} s
                where s.stream_type = s_types[i] and s.stream_id = s_ids[i] and s.version = 0;
        end if;
    end loop;
    insert into ${table:event} (position, stream_type, stream_id, version, event_id, type_name, schema_version,
            occurred_at, recorded_at, correlation_id, causation_id, actor, tenant, traceparent, payload,
            append_id, append_part, append_size)
        select nextval('${table:event_position}'), s_types[p.stream], s_ids[p.stream], p.first + i,
            e_ids[p.start + i], e_names[p.start + i], e_schemas[p.start + i], a_occurred[p.append], v_at,
            a_correlations[p.append], a_causations[p.append], a_actors[p.append], a_tenants[p.append], a_traces[p.append],
            e_payloads[p.start + i], case when i = 1 then a_ids[p.append] end, case when i = 1 then p.part end,
            case when i = 1 then p.size end
        from unnest(p_appends, p_parts, p_streams, p_sizes, v_firsts, v_starts)
                as p(append, part, stream, size, first, start)
            cross join lateral generate_series(1, p.size) as i
        where p.first is not null;
    return query select verdict, coalesce(first + size, actual), v_at::timestamptz
        from unnest(v_verdicts, v_firsts, p_sizes, v_actuals) as r(verdict, first, size, actual);
end
$append$;
