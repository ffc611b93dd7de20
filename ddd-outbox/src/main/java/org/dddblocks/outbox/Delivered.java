package org.dddblocks.outbox;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The last numbers that this relay saw accepted, of the keys that were busy lately. Whoever knows that 7.1 of a key was
 * accepted need not ask the database what comes before 8.0. Used by the relay's thread only.
 *
 * <p>What lies between two numbers that adjoin was committed with the first of them and stands behind it in the table, so
 * whoever read the first one, and reads on from there, meets it before the second. That does not hold for what was given up
 * and comes back, nor for what another relay did in between: then entries are forgotten, which costs a question. Pure.
 */
final class Delivered {
    static final int MOST = 10_000;

    private static final MessageNumber FIRST = new MessageNumber(1, 0);

    private final Map<MessageKey, MessageNumber> last = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<MessageKey, MessageNumber> eldest) {
            return size() > MOST;
        }
    };

    void accepted(Message message) {
        last.put(message.key(), message.number());
    }

    /** A message of the key was given up, and may come back at its old place. */
    void forget(MessageKey key) {
        last.remove(key);
    }

    /** Another relay may have worked on these keys. */
    void forgetAll() {
        last.clear();
    }

    /** Whether no message of the key can lie unseen before this one. */
    boolean precedes(Message message) {
        return message.number().equals(FIRST) || adjoins(last.get(message.key()), message);
    }

    /** Whether a message is the direct successor of that number of its key, as far as numbers tell. */
    static boolean adjoins(@Nullable MessageNumber number, Message message) {
        if (number == null) {
            return false;
        }
        MessageNumber next = message.number();
        return next.version() == number.version()
                ? next.ordinal() == number.ordinal() + 1
                : next.version() == number.version() + 1 && next.ordinal() == 0;
    }
}
