package org.dddblocks.testkit;

import java.util.List;
import java.util.Map;
import org.dddblocks.outbox.Message;
import org.dddblocks.outbox.MessageKey;
import org.dddblocks.outbox.MessageTranslator;
import org.dddblocks.outbox.Outbox;
import org.dddblocks.persistence.Database;
import org.dddblocks.persistence.RecordedEvents;
import org.dddblocks.persistence.Transactions;

/** Outboxes broken on purpose. */
final class OutboxMutants {
    private OutboxMutants() {}

    /** A root's messages are written when its transaction is over. */
    static class AfterCommit extends OutboxContract implements OnH2 {
        @Override
        int writers() {
            return 1;
        }

        @Override
        protected Outbox open(Database database) {
            Transactions transactions = database.transactions();
            return new Delegate(super.open(database)) {
                @Override
                public RecordedEvents translating(MessageTranslator translator) {
                    RecordedEvents port = super.translating(translator);
                    return events -> transactions.afterCommit(() -> transactions.run(() -> port.recorded(events)));
                }
            };
        }
    }

    /** Messages are written beside the caller's transaction instead of in it. */
    static class OwnTransaction extends OutboxContract implements OnH2 {
        @Override
        protected Outbox open(Database database) {
            Transactions transactions = database.transactions();
            return new Delegate(super.open(database)) {
                @Override
                public List<Message> publish(MessageKey key, Object... payloads) {
                    return transactions.active()
                            ? transactions.callInNew(() -> super.publish(key, payloads))
                            : super.publish(key, payloads);
                }

                @Override
                public RecordedEvents translating(MessageTranslator translator) {
                    RecordedEvents port = super.translating(translator);
                    return events -> transactions.callInNew(() -> {
                        port.recorded(events);
                        return true;
                    });
                }
            };
        }
    }

    /** Right in all it does not override. */
    private static class Delegate implements Outbox {
        private final Outbox outbox;

        Delegate(Outbox outbox) {
            this.outbox = outbox;
        }

        @Override
        public List<Message> publish(MessageKey key, Object... payloads) {
            return outbox.publish(key, payloads);
        }

        @Override
        public List<Message> publish(Map<MessageKey, ? extends List<?>> payloads) {
            return outbox.publish(payloads);
        }

        @Override
        public RecordedEvents translating(MessageTranslator translator) {
            return outbox.translating(translator);
        }

        @Override
        public Outbox withHeaders(Map<String, String> further) {
            return outbox.withHeaders(further);
        }
    }
}
