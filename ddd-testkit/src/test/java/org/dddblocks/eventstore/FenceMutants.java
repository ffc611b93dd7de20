package org.dddblocks.eventstore;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.dddblocks.eventstore.RawWriter.Step;
import org.dddblocks.eventstore.SplitFenceSql.Part;
import org.dddblocks.persistence.Database;

/** Feeds of PostgreSQL broken on purpose. */
final class FenceMutants {
    private FenceMutants() {}

    /** Asks for what follows the last position, as is right with a counter row. */
    static class Naive extends FenceScenarios {
        @Override
        FeedReader reader(Database of, FenceSql looks) {
            return new CounterFeed(of);
        }
    }

    static class HoldersBeforeNewest extends FenceScenarios {
        @Override
        SplitFenceSql sql(Database of) {
            return new SplitFenceSql(of, List.of(Part.HOLDERS, Part.NEWEST, Part.ROWS));
        }
    }

    static class RowsBeforeHolders extends FenceScenarios {
        @Override
        SplitFenceSql sql(Database of) {
            return new SplitFenceSql(of, List.of(Part.NEWEST, Part.ROWS, Part.HOLDERS));
        }
    }

    /** Takes what it has read for proven, since nobody held the lock before that. */
    static class RowsPastTheFence extends FenceScenarios {
        @Override
        SplitFenceSql sql(Database of) {
            return new Lying(of, SplitFenceSql.RIGHT) {
                @Override
                FenceLook lie(FenceLook look) {
                    long read = look.rows().stream()
                            .mapToLong(StoredEvent::position)
                            .max()
                            .orElse(0);
                    return changed(look, look.isolation(), Math.max(look.newest(), read));
                }
            };
        }
    }

    /** Does not ask for the isolation. */
    static class RepeatableReadReader extends FenceScenarios {
        @Override
        SplitFenceSql sql(Database of) {
            return new Lying(of, SplitFenceSql.RIGHT) {
                @Override
                FenceLook lie(FenceLook look) {
                    return changed(look, "read committed", look.newest());
                }
            };
        }
    }

    /** Takes connections for transactions. */
    static class ProcessIds extends FenceScenarios {
        @Override
        SplitFenceSql sql(Database of) {
            return new SplitFenceSql(of, SplitFenceSql.RIGHT) {
                @Override
                String holder() {
                    return "pid::text";
                }
            };
        }
    }

    static class LockAfterPosition extends FenceScenarios {
        @Override
        List<Step> order() {
            return List.of(Step.STREAM, Step.POSITION, Step.LOCK, Step.EVENT);
        }
    }

    static class PositionBeforeStream extends FenceScenarios {
        @Override
        List<Step> order() {
            return List.of(Step.LOCK, Step.POSITION, Step.STREAM, Step.EVENT);
        }
    }

    static class CachedSequence extends FenceScenarios {
        @Override
        void prepare(Statement statement, String schema) throws SQLException {
            statement.execute("alter sequence " + schema + ".ddd_event_position cache 20");
        }
    }

    private abstract static class Lying extends SplitFenceSql {
        Lying(Database database, List<Part> order) {
            super(database, order);
        }

        abstract FenceLook lie(FenceLook look);

        @Override
        FenceLook look(Connection connection, long open, long after, long upTo, int limit) {
            return lie(super.look(connection, open, after, upTo, limit));
        }

        static FenceLook changed(FenceLook look, String isolation, long newest) {
            return new FenceLook(
                    look.server(),
                    isolation,
                    look.at(),
                    newest,
                    look.complete(),
                    look.holders(),
                    look.own(),
                    look.took(),
                    look.rows());
        }
    }
}
