package org.dddblocks.testkit;

import java.time.Duration;
import java.util.UUID;
import org.dddblocks.outbox.Inbox;
import org.dddblocks.outbox.Message;
import org.dddblocks.outbox.MessageKey;
import org.dddblocks.outbox.Receipt;
import org.dddblocks.persistence.Database;
import org.dddblocks.persistence.PersistenceException;
import org.dddblocks.persistence.Transactions;
import org.dddblocks.persistence.spi.Jdbc;

/** Inboxes broken on purpose. */
final class InboxMutants {
    private InboxMutants() {}

    /** Right in all it does not override. */
    private abstract static class Delegate implements InboxUnderTest.Handling {
        final Inbox inbox;

        Delegate(Inbox inbox) {
            this.inbox = inbox;
        }

        @Override
        public Inbox inbox() {
            return inbox;
        }
    }

    /** The mark is committed, then the effect begins. */
    static class MarkedBefore extends InboxContract implements OnH2 {
        @Override
        protected Handling open(Database database, String consumer) {
            Inbox effects = Inbox.on(database, consumer + "-effects");
            return new Delegate(Inbox.on(database, consumer)) {
                @Override
                public <X extends Exception> Receipt receive(Message message, Transactions.Action<X> work) throws X {
                    boolean first = database.transactions().callInNew(() -> inbox.once(message, () -> {}));
                    return first ? effects.receive(message, work) : Receipt.REPEATED;
                }
            };
        }
    }

    /** Whether it was handled before is asked when the effect is done. */
    static class MarkedAfter extends InboxContract implements OnH2 {
        @Override
        protected Handling open(Database database, String consumer) {
            return new Delegate(Inbox.on(database, consumer)) {
                @Override
                public <X extends Exception> Receipt receive(Message message, Transactions.Action<X> work) throws X {
                    return database.transactions().<Receipt, X>call(() -> {
                        Inbox.on(database, UUID.randomUUID().toString()).once(message, work);
                        return inbox.receive(message, () -> {});
                    });
                }
            };
        }
    }

    /** The marks forget whose they are. */
    static class Shared extends InboxContract implements OnH2 {
        @Override
        protected Handling open(Database database, String consumer) {
            Inbox everybody = Inbox.on(database, "everybody");
            return () -> everybody;
        }
    }

    /** A message passes that was not handled before, whatever its number. */
    static class NoGate extends InboxContract implements OnH2 {
        @Override
        protected Handling openGated(Database database, String consumer) {
            return open(database, consumer);
        }
    }

    /** The number is looked up before the work and noted behind it: two at the same time see the same old one. */
    static class GateWithoutLock extends InboxContract implements OnH2 {
        @Override
        protected Handling openGated(Database database, String consumer) {
            return new Delegate(Inbox.on(database, consumer)) {
                @Override
                public <X extends Exception> Receipt receive(Message message, Transactions.Action<X> work) throws X {
                    Inbox gate = inbox.gated();
                    return database.transactions().<Receipt, X>call(() -> {
                        if (message.number().version() <= newest(database, message)) {
                            return gate.receive(message, work);
                        }
                        Receipt receipt = inbox.receive(message, work);
                        if (receipt == Receipt.DONE) {
                            gate.once(
                                    InboxUnderTest.message(
                                            message.source(),
                                            message.key(),
                                            message.number().version(),
                                            message.number().ordinal()),
                                    () -> {});
                        }
                        return receipt;
                    });
                }
            };
        }

        private static long newest(Database database, Message message) {
            String sql = "select max(last_version) from ddd_inbox_gate where aggregatetype = ? and aggregateid = ?";
            MessageKey key = message.key();
            return Jdbc.query(database.transactions().connection(), row -> row.getLong(1), sql, key.type(), key.id())
                    .get(0);
        }
    }

    /** One transaction deletes the marks of everybody. */
    static class PurgesAll extends InboxContract implements OnH2 {
        @Override
        protected Handling open(Database database, String consumer) {
            return new Delegate(Inbox.on(database, consumer)) {
                @Override
                public long purge(Duration horizon) {
                    inbox.purge(horizon);
                    return database.transactions()
                            .call(() -> Jdbc.update(
                                    database.transactions().connection(),
                                    "delete from ddd_inbox where handled_at < ?",
                                    database.now().minus(horizon)));
                }
            };
        }
    }

    /** Starts are not counted. */
    static class NeverParks extends InboxContract implements OnH2 {
        @Override
        protected Handling openParking(Database database, String consumer, int starts) {
            return open(database, consumer);
        }
    }

    /** Work that fails stays counted as begun. */
    static class ParksFailures extends InboxContract implements OnH2 {
        @Override
        protected Handling openParking(Database database, String consumer, int starts) {
            return new Delegate(Inbox.on(database, consumer).parkingAfter(starts)) {
                @Override
                public <X extends Exception> Receipt receive(Message message, Transactions.Action<X> work) throws X {
                    try {
                        return super.receive(message, work);
                    } catch (IllegalStateException | StackOverflowError failed) {
                        countAgain(database, message, failed);
                        throw failed;
                    }
                }
            };
        }

        private static void countAgain(Database database, Message message, Throwable failed) {
            String sql = "update ddd_inbox_start set starts = starts + 1 where message_id = ?";
            if (database.transactions().active()) {
                return;
            }
            try {
                database.alone(connection -> Jdbc.update(connection, sql, message.id()));
            } catch (PersistenceException away) {
                failed.addSuppressed(away);
            }
        }
    }
}
