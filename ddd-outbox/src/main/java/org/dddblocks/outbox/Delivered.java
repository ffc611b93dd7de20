package org.dddblocks.outbox;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The last numbers that the broker accepted, of the keys that were busy lately. Whoever knows that number 7 of a key was
 * accepted need not ask the database what comes before number 8. Used by the relay's thread only.
 *
 * <p>Pure. An entry is history, true for ever; a forgotten one costs a question.
 */
final class Delivered {
    static final int MOST = 10_000;

    private final Predicate<String> counted;
    private final Map<MessageKey, MessageNumber> last = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<MessageKey, MessageNumber> eldest) {
            return size() > MOST;
        }
    };

    /** Needs to know of a key type whether a counter numbers it, which leaves no number out. */
    Delivered(Predicate<String> counted) {
        this.counted = counted;
    }

    void accepted(Message message) {
        last.put(message.key(), message.number());
    }

    /** Whether no message of the key lies between this one and one that was accepted. */
    boolean precedes(Message message) {
        return adjoins(last.get(message.key()), message);
    }

    /** Whether a message is the direct successor of that number of its key. Versions of aggregates may leave numbers out. */
    boolean adjoins(@Nullable MessageNumber number, Message message) {
        if (number == null) {
            return false;
        }
        MessageNumber next = message.number();
        if (next.version() == number.version()) {
            return next.ordinal() == number.ordinal() + 1;
        }
        return next.version() == number.version() + 1
                && number.ordinal() == 0
                && next.ordinal() == 0
                && counted.test(message.key().type());
    }
}
