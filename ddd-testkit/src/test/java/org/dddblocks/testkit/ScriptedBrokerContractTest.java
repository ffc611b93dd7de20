package org.dddblocks.testkit;

import org.dddblocks.outbox.Broker;
import org.dddblocks.outbox.MessageHandler;

class ScriptedBrokerContractTest extends DurableBrokerContract implements Counted {
    final ScriptedBroker scripted = new ScriptedBroker();

    @Override
    protected Broker connect() {
        return scripted;
    }

    @Override
    protected void consume(MessageHandler handler) {
        scripted.consume(handler);
    }

    @Override
    protected void stopConsuming() {
        scripted.stopConsuming();
    }

    @Override
    protected void goAway() {
        scripted.goAway();
    }

    @Override
    protected void comeBack() {
        scripted.comeBack();
    }
}
