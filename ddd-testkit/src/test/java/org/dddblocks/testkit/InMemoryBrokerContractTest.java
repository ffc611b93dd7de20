package org.dddblocks.testkit;

import org.dddblocks.outbox.Broker;
import org.dddblocks.outbox.InMemoryBroker;
import org.dddblocks.outbox.MessageHandler;

class InMemoryBrokerContractTest extends BrokerContract implements Counted {
    private final InMemoryBroker broker = InMemoryBroker.withThreads(4);

    @Override
    protected Broker connect() {
        return broker;
    }

    @Override
    protected void consume(MessageHandler handler) {
        broker.subscribe("contract", message -> true, handler);
    }
}
