package org.dddblocks.outbox;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Messages that were on their way when a connection broke. Each is sent alone until it passes; one that breaks the
 * connection alone, again and again, while others pass in between, is the cause.
 *
 * <p>Pure: no clock, no thread, no database. Kept in memory, since a relay that starts anew finds the cause anew.
 */
final class Suspects {
    /** A long outage goes on to name suspects; the eldest is forgotten, and found anew if it is one. */
    static final int MOST = 1000;

    private final Map<UUID, Suspect> suspects = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<UUID, Suspect> eldest) {
            return size() > MOST;
        }
    };

    /** It was on its way when the connection broke. */
    void add(OutboxRow row) {
        suspects.computeIfAbsent(row.message().id(), id -> new Suspect(row.key()));
    }

    /**
     * It broke the connection while nothing else was on its way.
     *
     * @return how often it did so with others passing in between
     */
    int brokeAlone(OutboxRow row) {
        Suspect suspect = suspects.computeIfAbsent(row.message().id(), id -> new Suspect(row.key()));
        if (suspect.strikes == 0 || suspect.othersPassed) {
            suspect.strikes++;
            suspect.othersPassed = false;
        }
        suspect.tried = true;
        return suspect.strikes;
    }

    /** Its next turn alone. */
    void rest(OutboxRow row, long until) {
        Suspect suspect = suspects.get(row.message().id());
        if (suspect != null) {
            suspect.resting = true;
            suspect.until = until;
        }
    }

    /** An answer to it came through, so the connection was there: it is cleared, and others are proven a little more. */
    void passed(OutboxRow row) {
        suspects.remove(row.message().id());
        for (Suspect other : suspects.values()) {
            other.othersPassed = true;
            other.tried = false;
        }
    }

    boolean suspected(OutboxRow row) {
        return suspects.containsKey(row.message().id());
    }

    /** Whether it may be sent alone now. */
    boolean due(OutboxRow row, long now) {
        Suspect suspect = suspects.get(row.message().id());
        return suspect != null && !suspect.rests(now);
    }

    /** Whether it was a probe of this outage already, so that another one should be the next. */
    boolean tried(OutboxRow row) {
        Suspect suspect = suspects.get(row.message().id());
        return suspect != null && suspect.tried;
    }

    /** The keys of those that were probes of this outage already. */
    List<MessageKey> tried() {
        List<MessageKey> keys = new ArrayList<>();
        suspects.values().stream().filter(suspect -> suspect.tried).forEach(suspect -> keys.add(suspect.key));
        return keys;
    }

    /** Every candidate was a probe: begin again with the first, if there is any. */
    boolean newRound() {
        boolean any = suspects.values().stream().anyMatch(suspect -> suspect.tried);
        suspects.values().forEach(suspect -> suspect.tried = false);
        return any;
    }

    /** The keys of those whose time to be sent alone has not come. */
    List<MessageKey> waiting(long now) {
        List<MessageKey> keys = new ArrayList<>();
        for (Suspect suspect : suspects.values()) {
            if (suspect.rests(now)) {
                keys.add(suspect.key);
            }
        }
        return keys;
    }

    int size() {
        return suspects.size();
    }

    private static final class Suspect {
        private final MessageKey key;
        private int strikes;
        private boolean othersPassed;
        private boolean tried;
        private boolean resting;
        private long until;

        private Suspect(MessageKey key) {
            this.key = key;
        }

        private boolean rests(long now) {
            return resting && now - until < 0;
        }
    }
}
