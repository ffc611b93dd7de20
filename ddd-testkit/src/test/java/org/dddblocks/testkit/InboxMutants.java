package org.dddblocks.testkit;

import java.util.UUID;
import org.dddblocks.outbox.Inbox;
import org.dddblocks.outbox.Message;
import org.dddblocks.persistence.Database;
import org.dddblocks.persistence.Transactions;

/** Inboxes broken on purpose. */
final class InboxMutants {
    private InboxMutants() {}

    /** The mark is committed, then the effect begins. */
    static class MarkedBefore extends InboxContract implements OnH2 {
        @Override
        protected Handling open(Database database, String consumer) {
            Inbox marks = Inbox.on(database, consumer);
            Inbox effects = Inbox.on(database, consumer + "-effects");
            return new Handling() {
                @Override
                public <X extends Exception> boolean once(Message message, Transactions.Action<X> work) throws X {
                    boolean first = database.transactions().callInNew(() -> marks.once(message, () -> {}));
                    return first && effects.once(message, work);
                }
            };
        }
    }

    /** Whether it was handled before is asked when the effect is done. */
    static class MarkedAfter extends InboxContract implements OnH2 {
        @Override
        protected Handling open(Database database, String consumer) {
            Inbox marks = Inbox.on(database, consumer);
            return new Handling() {
                @Override
                public <X extends Exception> boolean once(Message message, Transactions.Action<X> work) throws X {
                    return database.transactions().<Boolean, X>call(() -> {
                        Inbox.on(database, UUID.randomUUID().toString()).once(message, work);
                        return marks.once(message, () -> {});
                    });
                }
            };
        }
    }

    /** The marks forget whose they are. */
    static class Shared extends InboxContract implements OnH2 {
        @Override
        protected Handling open(Database database, String consumer) {
            return Inbox.on(database, "everybody")::once;
        }
    }
}
