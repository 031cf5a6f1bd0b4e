-- The hub's schema, in one transaction. Nobody but its owner may write any table; people put rows
-- into the inbox and call hub.push, which decides what becomes of them.

CREATE SCHEMA hub;
REVOKE ALL ON SCHEMA hub FROM PUBLIC;

CREATE TABLE hub.settings (
    one boolean PRIMARY KEY DEFAULT true CHECK (one),
    version integer NOT NULL,
    hub_id text NOT NULL,
    -- Whether annotators see only their own layers.
    blind boolean NOT NULL DEFAULT true,
    -- The push after which what people may see was last changed for all.
    view_seq bigint NOT NULL DEFAULT 0
);

-- The order of pushes. Its row lock is taken by every push and held until that is committed, so that
-- whoever sees a number sees all rows with smaller ones.
CREATE TABLE hub.counter (
    one boolean PRIMARY KEY DEFAULT true CHECK (one),
    seq bigint NOT NULL DEFAULT 0
);
INSERT INTO hub.counter DEFAULT VALUES;

-- The annotators' names of PostgreSQL's roles. A name never changes.
CREATE TABLE hub.members (
    login name PRIMARY KEY,
    annotator text COLLATE "C" NOT NULL UNIQUE,
    display_name text,
    is_curator boolean NOT NULL DEFAULT false,
    view_seq bigint NOT NULL DEFAULT 0,
    synced_at timestamptz
);

CREATE TABLE hub.pushes (
    seq bigint PRIMARY KEY,
    token text COLLATE "C" NOT NULL,
    login name NOT NULL,
    pushed_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX pushes_token ON hub.pushes (token);

-- Rows of all kinds. Two people may have rows with one id, so that nobody learns of another's by
-- sending it again. The owner of a text of a document is the document. `at` is the row's updated_at in canonical form; `canonical` decides between rows
-- of one instant; `refs` are the rows that it points to.
CREATE TABLE hub.rows (
    kind text COLLATE "C" NOT NULL,
    id text COLLATE "C" NOT NULL,
    owner text COLLATE "C" NOT NULL,
    document_id text COLLATE "C" NOT NULL,
    at text COLLATE "C" NOT NULL,
    canonical text COLLATE "C" NOT NULL,
    row text COLLATE "C" NOT NULL,
    refs text[] COLLATE "C" NOT NULL DEFAULT '{}',
    is_deleted boolean NOT NULL DEFAULT false,
    seq bigint NOT NULL,
    PRIMARY KEY (kind, id, owner)
);
CREATE INDEX rows_seq ON hub.rows (seq);
CREATE INDEX rows_document ON hub.rows (document_id, seq);
CREATE INDEX rows_id ON hub.rows (id);
CREATE INDEX rows_assigned ON hub.rows (owner, document_id) INCLUDE (seq, is_deleted)
    WHERE kind = 'assignments';

CREATE TABLE hub.texts (
    sha256 text COLLATE "C" PRIMARY KEY,
    -- UTF-8, compressed by zlib.
    body bytea NOT NULL
);
ALTER TABLE hub.texts ALTER COLUMN body SET STORAGE EXTERNAL;

-- Rows that a push replaced or found older.
CREATE TABLE hub.versions (
    kind text COLLATE "C" NOT NULL,
    id text COLLATE "C" NOT NULL,
    owner text COLLATE "C" NOT NULL,
    row text COLLATE "C" NOT NULL,
    login name NOT NULL,
    replaced_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX versions_owner ON hub.versions (owner);

CREATE FUNCTION hub.session() RETURNS text LANGUAGE sql STABLE SET search_path = pg_catalog AS $$
    SELECT pg_backend_pid()::text
$$;

-- What was sent and not pushed yet. The server fills in who sent it.
CREATE TABLE hub.inbox (
    kind text COLLATE "C" NOT NULL,
    id text COLLATE "C" NOT NULL,
    owner text COLLATE "C" NOT NULL,
    document_id text COLLATE "C" NOT NULL,
    at text COLLATE "C" NOT NULL,
    canonical text COLLATE "C" NOT NULL,
    row text COLLATE "C" NOT NULL,
    refs text[] COLLATE "C" NOT NULL,
    is_deleted boolean NOT NULL,
    session text COLLATE "C" NOT NULL DEFAULT hub.session(),
    login name NOT NULL DEFAULT session_user,
    sent_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX inbox_session ON hub.inbox (session, login);

CREATE TABLE hub.inbox_texts (
    sha256 text COLLATE "C" NOT NULL,
    body bytea NOT NULL,
    session text COLLATE "C" NOT NULL DEFAULT hub.session(),
    login name NOT NULL DEFAULT session_user,
    sent_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX inbox_texts_session ON hub.inbox_texts (session, login);

-- Who asks. These run with the owner's rights, so that policies need none on hub.members.

CREATE FUNCTION hub.me() RETURNS text LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog AS $$
    SELECT annotator FROM hub.members WHERE login = session_user
$$;

CREATE FUNCTION hub.is_curator() RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog AS $$
    SELECT coalesce((SELECT is_curator FROM hub.members WHERE login = session_user), false)
$$;

CREATE FUNCTION hub.is_blind() RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog AS $$
    SELECT blind FROM hub.settings
$$;

CREATE FUNCTION hub.anything_assigned() RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog AS $$
    SELECT EXISTS (SELECT 1 FROM hub.rows WHERE kind = 'assignments' AND NOT is_deleted)
$$;

-- Whether the caller sees every document; members only.
CREATE FUNCTION hub.sees_all() RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog AS $$
    SELECT hub.is_curator() OR (hub.me() IS NOT NULL AND NOT hub.anything_assigned())
$$;

-- The documents that are assigned to the caller, since a push.
CREATE FUNCTION hub.assigned(since bigint DEFAULT 0) RETURNS SETOF text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    SELECT document_id FROM hub.rows
    WHERE kind = 'assignments' AND NOT is_deleted AND owner = hub.me() AND seq > since
$$;

CREATE FUNCTION hub.curators() RETURNS SETOF text LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog AS $$
    SELECT annotator FROM hub.members WHERE is_curator
$$;

-- Whether the caller sees all the rows that a row points to.
CREATE FUNCTION hub.sees_each(refs text[]) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog AS $$
    SELECT hub.is_curator() OR NOT EXISTS (
        SELECT 1 FROM unnest(refs) AS wanted(id) WHERE NOT EXISTS (
            SELECT 1 FROM hub.rows r
            WHERE r.id = wanted.id AND r.kind IN ('annotations', 'comments')
            AND (hub.sees_all() OR r.document_id IN (SELECT hub.assigned()))
            AND (r.owner = hub.me() OR NOT hub.is_blind())))
$$;

ALTER TABLE hub.rows ENABLE ROW LEVEL SECURITY;
CREATE POLICY rows_read ON hub.rows FOR SELECT USING (
    (SELECT hub.is_curator())
    -- One's own assignments are seen when they are withdrawn, too.
    OR (kind = 'assignments' AND owner = (SELECT hub.me()))
    OR (
        ((SELECT hub.sees_all()) OR document_id IN (SELECT hub.assigned()))
        AND kind <> 'assignments'
        AND (kind IN ('documents', 'document_texts') OR owner = (SELECT hub.me())
             OR NOT (SELECT hub.is_blind())
             OR (kind = 'comments' AND owner IN (SELECT hub.curators())))
        AND (refs = '{}' OR hub.sees_each(refs))
    )
);

ALTER TABLE hub.texts ENABLE ROW LEVEL SECURITY;
CREATE POLICY texts_read ON hub.texts FOR SELECT USING (
    (SELECT hub.is_curator())
    OR EXISTS (SELECT 1 FROM hub.rows r WHERE r.kind = 'document_texts' AND r.id = sha256)
);

-- What people call.

CREATE FUNCTION hub.require(version integer) RETURNS void LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog AS $$
DECLARE
    here integer := (SELECT s.version FROM hub.settings s);
BEGIN
    IF hub.me() IS NULL THEN
        RAISE EXCEPTION 'the hub does not know the login %; ask a curator for `hashiya hub add`',
            session_user USING ERRCODE = 'HA001';
    ELSIF version < here THEN
        RAISE EXCEPTION 'the hub has the newer schema %; update Hashiya, nothing was sent', here
            USING ERRCODE = 'HA002';
    ELSIF version > here THEN
        RAISE EXCEPTION 'the hub has the older schema %; whoever runs it types `hashiya hub init`',
            here USING ERRCODE = 'HA002';
    END IF;
END $$;

-- Whether a cursor is one of this hub's: not so after a restore from a backup.
CREATE FUNCTION hub.knows(cursor json) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog AS $$
    SELECT (cursor ->> 'seq')::bigint = 0 OR EXISTS (
        SELECT 1 FROM hub.pushes WHERE seq = (cursor ->> 'seq')::bigint
        AND token = cursor ->> 'token')
$$;

-- Who the caller is, and where the hub stands: one round trip.
CREATE FUNCTION hub.hello(version integer, cursor json, OUT hub_id text, OUT annotator text,
    OUT is_curator boolean, OUT seq bigint, OUT token text, OUT known boolean,
    OUT server_time text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    PERFORM hub.require(version);
    DELETE FROM hub.inbox i WHERE i.session = hub.session() AND i.login = session_user;
    DELETE FROM hub.inbox_texts t WHERE t.session = hub.session() AND t.login = session_user;
    UPDATE hub.members m SET synced_at = now() WHERE m.login = session_user
        AND (m.synced_at IS NULL OR m.synced_at < now() - interval '10 seconds');
    SELECT s.hub_id INTO hub_id FROM hub.settings s;
    SELECT p.seq, p.token INTO seq, token FROM hub.pushes p ORDER BY p.seq DESC LIMIT 1;
    seq := coalesce(seq, 0);
    token := coalesce(token, '');
    known := hub.knows(cursor);
    annotator := hub.me();
    is_curator := hub.is_curator();
    server_time := to_char(clock_timestamp() AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"');
END $$;

CREATE FUNCTION hub.sent(cursor json) RETURNS bigint[] LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog AS $$
    SELECT coalesce(array_agg(seq), '{}') FROM hub.pushes
    WHERE login = session_user
    AND token IN (SELECT json_array_elements_text(coalesce(cursor -> 'sent', '[]')))
$$;

-- The push after which the caller sees other things than before.
CREATE FUNCTION hub.view_seq() RETURNS bigint LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog AS $$
    SELECT greatest((SELECT view_seq FROM hub.settings),
        (SELECT view_seq FROM hub.members WHERE login = session_user))
$$;

-- What is new since the cursor, and all of what the caller sees only since then. Row-level security
-- leaves out what is not the caller's to see, so it runs with the caller's rights.
CREATE FUNCTION hub.pull(version integer, cursor json)
RETURNS TABLE (kind text, id text, owner text, document_id text, "row" text)
LANGUAGE plpgsql STABLE SET search_path = pg_catalog AS $$
DECLARE
    since bigint := (cursor ->> 'seq')::bigint;
    own bigint[] := hub.sent(cursor);
    visible text[];
    newly text[];
BEGIN
    PERFORM hub.require(version);
    IF hub.view_seq() > since THEN
        since := 0;
        own := '{}';
    END IF;
    IF hub.sees_all() THEN
        RETURN QUERY
            SELECT r.kind, r.id, r.owner, r.document_id, r.row FROM hub.rows r
            WHERE r.seq > since AND r.seq <> ALL (own);
        RETURN;
    END IF;
    newly := ARRAY(SELECT hub.assigned(since));
    visible := ARRAY(SELECT hub.assigned(0) EXCEPT SELECT hub.assigned(since));
    RETURN QUERY
        SELECT r.kind, r.id, r.owner, r.document_id, r.row FROM hub.rows r
        WHERE r.document_id = ANY (newly)
        UNION ALL
        SELECT r.kind, r.id, r.owner, r.document_id, r.row FROM hub.rows r
        WHERE r.document_id = ANY (visible) AND r.seq > since AND r.seq <> ALL (own)
        UNION ALL
        -- What was withdrawn from the caller.
        SELECT r.kind, r.id, r.owner, r.document_id, r.row FROM hub.rows r
        WHERE r.kind = 'assignments' AND r.owner = hub.me() AND r.is_deleted AND r.seq > since;
END $$;

-- Decide what becomes of the rows that this session has put into the inbox. Answers, for rows that
-- are not simply stored: `refused`, the same for a foreign and an unknown document; `future`, for a
-- clock that is ahead; `older`, for a row that lost; `won`, with the row that lost.
CREATE FUNCTION hub.push(version integer, cursor json)
RETURNS TABLE (kind text, id text, owner text, answer text, lost text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
DECLARE
    mine text := hub.me();
    curator boolean := hub.is_curator();
    here text := hub.session();
    since bigint := (cursor ->> 'seq')::bigint;
    own bigint[] := hub.sent(cursor);
    latest text := to_char((clock_timestamp() + interval '5 minutes') AT TIME ZONE 'UTC',
        'YYYY-MM-DD"T"HH24:MI:SS.US"Z"');
    sees_all boolean := hub.sees_all();
    assigned_before boolean;
    number bigint;
BEGIN
    PERFORM hub.require(version);
    -- In a longer transaction, the lock of the counter would hold up everybody's pushes.
    IF now() <> statement_timestamp() OR current_query() ~ ';\s*\S' THEN
        RAISE EXCEPTION 'hub.push is a transaction of its own' USING ERRCODE = 'HA004';
    END IF;
    IF NOT hub.knows(cursor) THEN
        RAISE EXCEPTION 'the hub does not know this cursor' USING ERRCODE = 'HA003';
    END IF;
    UPDATE hub.counter SET seq = seq + 1 RETURNING seq INTO number;
    INSERT INTO hub.pushes (seq, token, login)
        VALUES (number, coalesce(cursor ->> 'push', ''), session_user);
    assigned_before := hub.anything_assigned();
    IF curator THEN
        INSERT INTO hub.texts (sha256, body)
            SELECT DISTINCT ON (t.sha256) t.sha256, t.body FROM hub.inbox_texts t
            WHERE t.session = here AND t.login = session_user ON CONFLICT DO NOTHING;
    END IF;
    RETURN QUERY
    WITH sent AS (
        SELECT DISTINCT ON (i.kind, i.id, CASE WHEN curator THEN i.owner ELSE mine END)
            i.kind, i.id, CASE WHEN curator THEN i.owner ELSE mine END AS owner, i.document_id,
            i.at, i.canonical, i.row, i.refs, i.is_deleted,
            -- A NUL is no text for PostgreSQL.
            replace(i.row, '\u0000', '\ufffd')::json AS fields
        FROM hub.inbox i WHERE i.session = here AND i.login = session_user
    ), documents AS (
        -- Own rows are also taken about a document that has been withdrawn.
        SELECT d.document_id, curator OR CASE WHEN sees_all
            THEN EXISTS (SELECT 1 FROM hub.rows r WHERE r.kind = 'documents'
                         AND r.id = d.document_id AND r.owner = '')
            ELSE EXISTS (SELECT 1 FROM hub.rows r WHERE r.kind = 'assignments'
                         AND r.owner = mine AND r.document_id = d.document_id) END AS taken
        FROM (SELECT DISTINCT s.document_id FROM sent s) d
    ), judged AS (
        SELECT s.*, h.seq AS known_seq, h.row AS known_row,
            h.canonical IS NOT NULL AND h.canonical <> s.canonical
                AND h.seq > since AND h.seq <> ALL (own) AS conflict,
            CASE
                WHEN NOT d.taken OR NOT (curator OR (
                    s.kind IN ('annotations', 'links', 'comments', 'progress', 'decisions')
                    AND coalesce(s.fields ->> 'annotator', s.fields ->> 'adjudicator') = mine
                    AND s.document_id = s.fields ->> 'document_id'
                    AND s.id = coalesce(s.fields ->> 'id',
                        json_build_array(s.fields ->> 'document_id', mine)::text)
                )) THEN 'refused'
                WHEN s.at > latest THEN 'future'
                WHEN h.row IS NULL THEN 'new'
                WHEN (h.at, convert_to(h.canonical, 'UTF8'), convert_to(h.row, 'UTF8'))
                    >= (s.at, convert_to(s.canonical, 'UTF8'), convert_to(s.row, 'UTF8'))
                    THEN CASE WHEN h.canonical = s.canonical THEN 'same' ELSE 'older' END
                ELSE 'later'
            END AS became
        FROM sent s JOIN documents d USING (document_id)
        LEFT JOIN hub.rows h ON h.kind = s.kind AND h.id = s.id AND h.owner = s.owner
    ), written AS (
        INSERT INTO hub.rows AS w
            (kind, id, owner, document_id, at, canonical, row, refs, is_deleted, seq)
        SELECT j.kind, j.id, j.owner, j.document_id, j.at, j.canonical, j.row, j.refs,
            j.is_deleted, number
        FROM judged j WHERE j.became IN ('new', 'later')
        ON CONFLICT (kind, id, owner) DO UPDATE SET document_id = excluded.document_id,
            at = excluded.at, canonical = excluded.canonical, row = excluded.row,
            refs = excluded.refs, is_deleted = excluded.is_deleted, seq = excluded.seq
    ), kept AS (
        INSERT INTO hub.versions (kind, id, owner, row, login)
        SELECT j.kind, j.id, j.owner, CASE WHEN j.became = 'older' THEN j.row ELSE j.known_row END,
            session_user
        FROM judged j WHERE j.became = 'older' OR (j.became = 'later' AND j.conflict)
    )
    SELECT j.kind, j.id, j.owner, CASE WHEN j.became = 'later' THEN 'won' ELSE j.became END,
        CASE WHEN j.became = 'later' THEN j.known_row END
    FROM judged j
    WHERE j.became IN ('refused', 'future', 'older') OR (j.became = 'later' AND j.conflict);
    IF curator AND assigned_before <> EXISTS (
        SELECT 1 FROM hub.rows WHERE kind = 'assignments' AND NOT is_deleted) THEN
        UPDATE hub.settings SET view_seq = number;
    END IF;
    DELETE FROM hub.inbox i WHERE (i.session = here AND i.login = session_user)
        OR i.sent_at < now() - interval '1 day';
    DELETE FROM hub.inbox_texts t WHERE (t.session = here AND t.login = session_user)
        OR t.sent_at < now() - interval '1 day';
END $$;

-- Whether annotators see only their own layers.
CREATE FUNCTION hub.set_blind(wanted boolean) RETURNS void LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog AS $$
DECLARE
    number bigint;
BEGIN
    IF NOT hub.is_curator() THEN
        RAISE EXCEPTION 'only a curator can change this' USING ERRCODE = 'HA001';
    END IF;
    UPDATE hub.counter SET seq = seq + 1 RETURNING seq INTO number;
    INSERT INTO hub.pushes (seq, token, login) VALUES (number, gen_random_uuid()::text, session_user);
    UPDATE hub.settings SET blind = wanted, view_seq = number;
END $$;

REVOKE ALL ON ALL FUNCTIONS IN SCHEMA hub FROM PUBLIC;
REVOKE ALL ON ALL TABLES IN SCHEMA hub FROM PUBLIC;
