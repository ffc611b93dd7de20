package org.dddblocks.testkit;

import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.dddblocks.outbox.Broker;
import org.dddblocks.outbox.BrokerUnavailableException;
import org.dddblocks.outbox.Message;
import org.dddblocks.outbox.MessageHandler;
import org.dddblocks.outbox.MessageKey;

/** Brokers and clients broken on purpose. */
final class BrokerMutants {
    private static final int SOON_SECONDS = 2;

    private BrokerMutants() {}

    /** Right in all it does not override. */
    private static class Client implements Broker {
        private final Broker broker;

        Client(Broker broker) {
            this.broker = broker;
        }

        @Override
        public CompletionStage<Void> send(Message message) {
            return broker.send(message);
        }

        @Override
        public void close() {
            broker.close();
        }
    }

    private static Message with(Message sent, MessageKey key, Map<String, String> headers) {
        return new Message(
                sent.id(),
                sent.source(),
                key,
                sent.number(),
                sent.type(),
                sent.schemaVersion(),
                sent.payload(),
                sent.time(),
                sent.metadata(),
                headers);
    }

    /** Headers of the application are left behind. */
    static class WithoutHeaders extends ScriptedBrokerContractTest {
        @Override
        protected Broker connect() {
            return new Client(scripted) {
                @Override
                public CompletionStage<Void> send(Message message) {
                    return super.send(with(message, message.key(), Map.of()));
                }
            };
        }
    }

    /** Keys become names that every broker allows. */
    static class TamedKeys extends ScriptedBrokerContractTest {
        @Override
        protected Broker connect() {
            return new Client(scripted) {
                @Override
                public CompletionStage<Void> send(Message message) {
                    String id = message.key().id().strip().toLowerCase(Locale.ROOT);
                    return super.send(with(message, new MessageKey(message.key().type(), id), message.headers()));
                }
            };
        }
    }

    /** Who is in a hurry has what fails be forgotten. */
    static class AcknowledgesFailures extends ScriptedBrokerContractTest {
        @Override
        int patienceSeconds() {
            return SOON_SECONDS;
        }

        @Override
        protected void consume(MessageHandler handler) {
            super.consume(message -> {
                try {
                    handler.handle(message);
                } catch (Exception | StackOverflowError forgotten) {
                    Thread.onSpinWait();
                }
            });
        }
    }

    /** A send succeeds before the broker has the message, and sometimes it never gets it. */
    static class AnswersTooEarly extends ScriptedBrokerContractTest {
        @Override
        int patienceSeconds() {
            return SOON_SECONDS;
        }

        @Override
        protected Broker connect() {
            return new Client(scripted) {
                @Override
                public CompletionStage<Void> send(Message message) {
                    super.send(message);
                    return CompletableFuture.completedFuture(null);
                }
            };
        }
    }

    /** The second message of each key is stored behind the next one. */
    static class Reordering extends ScriptedBrokerContractTest {
        Reordering() {
            scripted.always(message -> message.number().version() == 2, BrokerFault.REORDER);
        }
    }

    /** Outages look like refused messages. */
    static class OutageAsRefusal extends ScriptedBrokerContractTest {
        @Override
        protected Broker connect() {
            return new Client(scripted) {
                @Override
                public CompletionStage<Void> send(Message message) {
                    return super.send(message).exceptionally(failure -> {
                        throw failure instanceof BrokerUnavailableException
                                ? new IllegalStateException("refused")
                                : new IllegalStateException(failure);
                    });
                }
            };
        }
    }

    /** What a dead consumer was handling counts as handled. */
    static class AcknowledgedOnReceipt extends ScriptedBrokerContractTest {
        @Override
        int patienceSeconds() {
            return SOON_SECONDS;
        }

        @Override
        protected void consume(MessageHandler handler) {
            super.consume(message -> {
                Thread worker = new Thread(() -> {
                    try {
                        handler.handle(message);
                    } catch (Throwable lost) {
                        Thread.onSpinWait();
                    }
                });
                worker.setDaemon(true);
                worker.start();
            });
        }
    }
}
