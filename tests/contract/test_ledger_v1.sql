-- A ledger file as layout version 1 made it. Frozen: what was written then must be read for ever.
PRAGMA application_id = 1886876209;
PRAGMA user_version = 1;
BEGIN TRANSACTION;
CREATE TABLE claims (
            seq INTEGER PRIMARY KEY REFERENCES entries (seq),
            id TEXT NOT NULL,
            salt BLOB NOT NULL CHECK (length(salt) = 32),
            payload TEXT NOT NULL
        ) STRICT;
INSERT INTO "claims" VALUES(2,'c-d40f00d174785ed1',X'A311204C4AE02BF3A14E4AE6CB194A4B9B1902E1E147DD4D81DFF489DA32D3D3','{"actor":[],"attributed_to":[],"bound":"at_least","date_basis":"dateline","depends_on":[],"end":10,"evidence":null,"group":[],"high":null,"id":"c-d40f00d174785ed1","kind":"return","low":10,"measure":null,"modality":"happened","of":null,"place":["north"],"polarity":null,"provision":[],"quote":"Ten people","reader":"rules@1","report":"post","said_on":null,"scope":null,"start":0,"status":null,"target":[],"unit":"person","valid_from":null,"valid_to":"2020-11-16"}');
INSERT INTO "claims" VALUES(4,'c-32d58a1080a0365e',X'0CFE8812396B148D6B48D0DF95CB099F0221ADA6B73978BD6C12892D837637AC','{"actor":[],"attributed_to":[],"bound":"at_least","date_basis":"dateline","depends_on":[],"end":16,"evidence":null,"group":[],"high":null,"id":"c-32d58a1080a0365e","kind":"return","low":20,"measure":null,"modality":"happened","of":null,"place":["north"],"polarity":null,"provision":[],"quote":"\u0414\u0432\u0430\u0434\u0446\u0430\u0442\u044c \u0447\u0435\u043b\u043e\u0432\u0435\u043a","reader":"rules@1","report":"\u00e9tape","said_on":null,"scope":null,"start":0,"status":null,"target":[],"unit":"person","valid_from":null,"valid_to":"2020-11-12"}');
CREATE TABLE documents (
            seq INTEGER PRIMARY KEY REFERENCES entries (seq),
            id TEXT NOT NULL,
            sha256 TEXT NOT NULL UNIQUE,
            salt BLOB NOT NULL CHECK (length(salt) = 32),
            payload TEXT NOT NULL
        ) STRICT;
INSERT INTO "documents" VALUES(1,'post','50927e605f6b398f662553f5d4999007ef05493be1e9f3290b1571f72c74b3c7',X'ECC2E857D9485F7229223E12282003099ECFCB333D21D69ECA9CCF6EB7B114D9','{"id":"post","language":"en","origin":"","published_at":"2020-11-16","retrieved_at":null,"sha256":"50927e605f6b398f662553f5d4999007ef05493be1e9f3290b1571f72c74b3c7","source":"Agency","text":"Ten people returned to the north.","title":"A title","url":"https://example.org"}');
INSERT INTO "documents" VALUES(3,'étape','1694dea0b0d7cb3e8186836b7a43b62073839e93a09efb5c3b53095be50bae18',X'B0B6132E5387CF68F6CAD16ECDA233D66475D6C3B7DB421A0F67273B3C038281','{"id":"\u00e9tape","language":"ru","origin":"","published_at":"2020-11-12","retrieved_at":null,"sha256":"1694dea0b0d7cb3e8186836b7a43b62073839e93a09efb5c3b53095be50bae18","source":"Agency","text":"\u0414\u0432\u0430\u0434\u0446\u0430\u0442\u044c \u0447\u0435\u043b\u043e\u0432\u0435\u043a \u0432\u0435\u0440\u043d\u0443\u043b\u0438\u0441\u044c.","title":"A title","url":"https://example.org"}');
CREATE TABLE entries (
            seq INTEGER PRIMARY KEY AUTOINCREMENT,
            closes INTEGER NOT NULL CHECK (closes >= seq),
            recorded_at TEXT NOT NULL,
            known_on TEXT NOT NULL,
            action TEXT NOT NULL,
            document INTEGER NOT NULL REFERENCES entries (seq),
            supersedes INTEGER REFERENCES entries (seq),
            who TEXT NOT NULL,
            why TEXT NOT NULL,
            commitment BLOB NOT NULL CHECK (length(commitment) = 32),
            digest BLOB NOT NULL CHECK (length(digest) = 32)
        ) STRICT;
INSERT INTO "entries" VALUES(1,2,'2026-11-25T02:44:01.629093Z','2020-11-16','assert',1,NULL,'M. Ito','',X'F205418E4A8CF3AD10145D08C47371F511287A05889F892260BF31D106FD78B4',X'6D5063B908510EBCEAFA0735097568F9D8D109012E8ECAFA1702CFA50E10784C');
INSERT INTO "entries" VALUES(2,2,'2026-11-25T02:44:01.629093Z','2020-11-16','assert',1,NULL,'M. Ito','',X'E5CF455E1093F13D166566377776D6D471027C8CAC8620D10C79B1F8D5C32C50',X'21A52BFBD72CF916602FB48BCC6BC0F289A613536B77A7D5BFE5DE53325BC128');
INSERT INTO "entries" VALUES(3,4,'2026-11-25T02:44:01.630101Z','2020-11-12','assert',3,NULL,'M. Ito','backfill: found later',X'015B5CB9D209A5885E5AF035B4DAD4C44D33BFE02FAA4B5F9D84F2E2540DD884',X'30DAFD66E9B99296286BB6332C6923FE6ECF43BEEB7C359971EB05F1C2A80871');
INSERT INTO "entries" VALUES(4,4,'2026-11-25T02:44:01.630101Z','2020-11-12','assert',3,NULL,'M. Ito','backfill: found later',X'8C601C356AE77F8C9AD8C0DD65440410C0CF8DBFA17DD8A07646B12E31DF92E2',X'458B5735C78772B40CA6EF5391833E965AB0EB0DF6988CB963F72E78CE11E87D');
CREATE TABLE meta (
            version INTEGER PRIMARY KEY,
            ledger TEXT NOT NULL,
            made_at TEXT NOT NULL,
            digest BLOB NOT NULL
        ) STRICT;
INSERT INTO "meta" VALUES(1,'c957a03c59c5dc92f474fc666f47ff1a','2026-11-25T02:44:01.626451Z',X'F6A00E4155DC546ACCED16059395A6CCEC6342E9B204D2F4057DB78FEAF2BE57');
CREATE INDEX entries_by_known_on ON entries (known_on);
CREATE INDEX documents_by_id ON documents (id, sha256);
CREATE INDEX claims_by_id ON claims (id);
CREATE TRIGGER meta_no_update BEFORE UPDATE ON meta BEGIN SELECT RAISE(ABORT, 'the books are append-only: no UPDATE on meta'); END;
CREATE TRIGGER meta_no_delete BEFORE DELETE ON meta BEGIN SELECT RAISE(ABORT, 'the books are append-only: no DELETE on meta'); END;
CREATE TRIGGER entries_no_update BEFORE UPDATE ON entries BEGIN SELECT RAISE(ABORT, 'the books are append-only: no UPDATE on entries'); END;
CREATE TRIGGER entries_no_delete BEFORE DELETE ON entries BEGIN SELECT RAISE(ABORT, 'the books are append-only: no DELETE on entries'); END;
CREATE TRIGGER documents_no_update BEFORE UPDATE ON documents BEGIN SELECT RAISE(ABORT, 'the books are append-only: no UPDATE on documents'); END;
CREATE TRIGGER documents_no_delete BEFORE DELETE ON documents BEGIN SELECT RAISE(ABORT, 'the books are append-only: no DELETE on documents'); END;
CREATE TRIGGER claims_no_update BEFORE UPDATE ON claims BEGIN SELECT RAISE(ABORT, 'the books are append-only: no UPDATE on claims'); END;
CREATE TRIGGER claims_no_delete BEFORE DELETE ON claims BEGIN SELECT RAISE(ABORT, 'the books are append-only: no DELETE on claims'); END;
CREATE TRIGGER meta_no_replace BEFORE INSERT ON meta
            WHEN EXISTS (SELECT 1 FROM meta WHERE version >= NEW.version)
            BEGIN SELECT RAISE(ABORT, 'the books are append-only: meta has this version or a later one'); END;
CREATE TRIGGER entries_no_replace BEFORE INSERT ON entries
            WHEN NEW.seq IS NOT (SELECT coalesce(max(seq), 0) + 1 FROM entries)
            BEGIN SELECT RAISE(ABORT, 'the books are append-only: entries are numbered without gap'); END;
CREATE TRIGGER documents_no_replace BEFORE INSERT ON documents
            WHEN EXISTS (SELECT 1 FROM documents WHERE seq = NEW.seq OR sha256 = NEW.sha256)
            BEGIN SELECT RAISE(ABORT, 'the books are append-only: this document is there'); END;
CREATE TRIGGER claims_no_replace BEFORE INSERT ON claims
            WHEN EXISTS (SELECT 1 FROM claims WHERE seq = NEW.seq)
            BEGIN SELECT RAISE(ABORT, 'the books are append-only: this claim is there'); END;
DELETE FROM "sqlite_sequence";
INSERT INTO "sqlite_sequence" VALUES('entries',4);
COMMIT;
