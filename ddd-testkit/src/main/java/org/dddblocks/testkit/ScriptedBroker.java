package org.dddblocks.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import org.dddblocks.outbox.Broker;
import org.dddblocks.outbox.BrokerUnavailableException;
import org.dddblocks.outbox.Message;
import org.dddblocks.outbox.MessageHandler;
import org.jspecify.annotations.Nullable;

/**
 * A broker in memory that stores what it accepts, hands it to a consumer, and fails exactly where a test says so.
 *
 * <p><b>Shape.</b> Each send takes the first rule of the script that matches its message and is not used up; without one the
 * message is stored and the send succeeds. Nothing depends on time or chance: the same sends meet the same faults.
 * <b>Delivery.</b> One consumer gets the stored messages one after the other, in the order of storing, on a thread of this broker;
 * a message that its handler fails on comes again, before any other. Without a consumer they stay.
 * <b>Threads.</b> Safe for many threads; sends are answered on the sender's.
 *
 * <pre>{@code
 * ScriptedBroker broker = new ScriptedBroker()
 *         .next(BrokerFault.NONE, BrokerFault.STORED_BUT_TIMED_OUT)
 *         .always(message -> message.type().equals("poison"), BrokerFault.NACK);
 * }</pre>
 */
public final class ScriptedBroker implements Broker {
    private final List<Rule> script = new ArrayList<>();
    private final List<Message> attempts = new ArrayList<>();
    private final List<Message> stored = new ArrayList<>();
    private final List<Message> heldBack = new ArrayList<>();
    private final List<Hanging> hanging = new ArrayList<>();
    private final ScriptedDelivery delivery = new ScriptedDelivery();
    private boolean away;
    private boolean closed;

    /** A broker without faults. */
    public ScriptedBroker() {}

    /**
     * Faults for the next sends that no earlier rule takes.
     *
     * @param faults one for each send, in order
     * @return this broker
     */
    public ScriptedBroker next(BrokerFault... faults) {
        for (BrokerFault fault : faults) {
            times(1, message -> true, fault);
        }
        return this;
    }

    /**
     * A fault for some sends of certain messages.
     *
     * @param sends how many of them, at least 1
     * @param which the messages
     * @param fault what happens to them
     * @return this broker
     * @throws IllegalArgumentException if {@code sends} is less than 1
     */
    public synchronized ScriptedBroker times(int sends, Predicate<? super Message> which, BrokerFault fault) {
        if (sends < 1) {
            throw new IllegalArgumentException(
                    "The number of sends with fault %s is %d; it must be at least 1. Leave the".formatted(fault, sends)
                            + " rule out, or use always(…).");
        }
        script.add(new Rule(Objects.requireNonNull(which, "which"), Objects.requireNonNull(fault, "fault"), sends));
        return this;
    }

    /**
     * A fault for each send of certain messages, until {@link #heal}.
     *
     * @param which the messages
     * @param fault what happens to them
     * @return this broker
     */
    public ScriptedBroker always(Predicate<? super Message> which, BrokerFault fault) {
        return times(Integer.MAX_VALUE, which, fault);
    }

    /** Breaks the connection: sends without an answer fail as unavailable, and so does each further one until {@link #comeBack}. */
    public void goAway() {
        List<Hanging> lost;
        synchronized (this) {
            away = true;
            lost = takeHanging();
        }
        lost.forEach(send -> send.fail(lost("The broker went away on purpose.")));
    }

    /** Accepts sends again, as far as the script lets it. */
    public synchronized void comeBack() {
        away = false;
    }

    /** Forgets the script, comes back, and stores what was held back for {@link BrokerFault#REORDER}. */
    public synchronized void heal() {
        script.clear();
        away = false;
        storeHeldBack();
    }

    /**
     * Stores the messages whose sends hang, and answers these.
     *
     * @return how many there were
     */
    public int answerHanging() {
        List<Hanging> answered;
        synchronized (this) {
            answered = takeHanging();
            answered.forEach(send -> store(send.message()));
        }
        answered.forEach(send -> send.answer().complete(null));
        return answered.size();
    }

    private List<Hanging> takeHanging() {
        List<Hanging> taken = List.copyOf(hanging);
        hanging.clear();
        return taken;
    }

    @Override
    public CompletionStage<Void> send(Message message) {
        Objects.requireNonNull(message, "message");
        CompletableFuture<@Nullable Void> answer = new CompletableFuture<>();
        List<Hanging> lost = List.of();
        Throwable failure = null;
        synchronized (this) {
            attempts.add(message);
            if (closed || away) {
                failure = lost(closed ? "The scripted broker is closed." : "The broker is away on purpose.");
            } else {
                BrokerFault fault = faultFor(message);
                if (fault == BrokerFault.HANG) {
                    hanging.add(new Hanging(message, answer));
                    return answer.minimalCompletionStage();
                }
                failure = carryOut(fault, message);
                lost = failure instanceof BrokerUnavailableException ? takeHanging() : lost;
            }
        }
        for (Hanging send : lost) {
            send.fail(failure);
        }
        if (failure == null) {
            answer.complete(null);
        } else {
            answer.completeExceptionally(failure);
        }
        return answer.minimalCompletionStage();
    }

    private BrokerFault faultFor(Message message) {
        for (Rule rule : script) {
            if (rule.takes(message)) {
                return rule.fault;
            }
        }
        return BrokerFault.NONE;
    }

    private @Nullable Throwable carryOut(BrokerFault fault, Message message) {
        switch (fault) {
            case NONE, STORED_BUT_TIMED_OUT, CONNECTION_LOST_BUT_STORED -> store(message);
            case DUPLICATE -> {
                store(message);
                store(message);
            }
            case REORDER -> heldBack.add(message);
            default -> {}
        }
        return switch (fault) {
            case NACK -> new IllegalStateException("The broker refused the message on purpose.");
            case RETURN -> new IllegalStateException("The broker returned the message on purpose: no queue is bound.");
            case STORED_BUT_TIMED_OUT -> new TimeoutException("The broker did not answer in time, on purpose.");
            case CONNECTION_LOST, CONNECTION_LOST_BUT_STORED -> lost("The connection broke on purpose.");
            default -> null;
        };
    }

    private static BrokerUnavailableException lost(String why) {
        return new BrokerUnavailableException(why);
    }

    private void store(Message message) {
        stored.add(message);
        delivery.add(message);
        storeHeldBack();
    }

    private void storeHeldBack() {
        stored.addAll(heldBack);
        heldBack.forEach(delivery::add);
        heldBack.clear();
    }

    /**
     * Lets a consumer have the stored messages that none has handled yet; the one before gets no more.
     *
     * @param handler what it does with each
     */
    public void consume(MessageHandler handler) {
        delivery.begin(Objects.requireNonNull(handler, "handler"));
    }

    /** Stops the consumer as if it had died: what it is handling now is handed to the next one again. */
    public void stopConsuming() {
        delivery.end();
    }

    /**
     * Hands the next messages out once more after their handler returned, as if the consumer had died before it could say so.
     *
     * @param messages how many
     */
    public void loseAcknowledgements(int messages) {
        delivery.loseAcknowledgements(messages);
    }

    /**
     * What was sent, whatever became of it.
     *
     * @return each send's message, in order
     */
    public synchronized List<Message> attempts() {
        return List.copyOf(attempts);
    }

    /**
     * What was stored since the beginning, in the order in which consumers get it.
     *
     * @return with duplicates
     */
    public synchronized List<Message> stored() {
        return List.copyOf(stored);
    }

    /**
     * What was stored, each message where it came first.
     *
     * @return without duplicates
     */
    public List<Message> firstStored() {
        return stored().stream().distinct().toList();
    }

    /**
     * How many sends wait for an answer.
     *
     * @return those that hang
     */
    public synchronized int unanswered() {
        return hanging.size();
    }

    @Override
    public void close() {
        List<Hanging> lost;
        synchronized (this) {
            closed = true;
            lost = takeHanging();
        }
        lost.forEach(send -> send.fail(lost("The scripted broker is closed.")));
        delivery.end();
    }

    private record Hanging(Message message, CompletableFuture<@Nullable Void> answer) {
        void fail(@Nullable Throwable failure) {
            answer.completeExceptionally(Objects.requireNonNull(failure));
        }
    }

    private static final class Rule {
        private final Predicate<? super Message> which;
        private final BrokerFault fault;
        private int left;

        private Rule(Predicate<? super Message> which, BrokerFault fault, int sends) {
            this.which = which;
            this.fault = fault;
            this.left = sends;
        }

        private boolean takes(Message message) {
            if (left == 0 || !which.test(message)) {
                return false;
            }
            left -= left == Integer.MAX_VALUE ? 0 : 1;
            return true;
        }
    }
}
