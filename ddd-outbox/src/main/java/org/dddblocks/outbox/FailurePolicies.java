package org.dddblocks.outbox;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/**
 * Which {@link FailurePolicy} a message falls under: that of its type, else that of its key's type, else the one for all
 * others.
 *
 * <pre>{@code
 * OutboxConfig config = OutboxConfig.builder()
 *         .onFailure(FailurePolicies.others(FailurePolicy.PARK_KEY)
 *                 .ofMessages("newsletter-was-printed", FailurePolicy.SKIP)
 *                 .ofKeys("ledger", FailurePolicy.HALT))
 *         .build();
 * }</pre>
 *
 * @param others for all that the maps do not name
 * @param byMessageType by the message's type name
 * @param byKeyType by {@link MessageKey#type()}
 */
public record FailurePolicies(
        FailurePolicy others, Map<String, FailurePolicy> byMessageType, Map<String, FailurePolicy> byKeyType) {
    /** Copies the maps. */
    public FailurePolicies {
        Objects.requireNonNull(others, "others");
        byMessageType = Map.copyOf(byMessageType);
        byKeyType = Map.copyOf(byKeyType);
    }

    /**
     * One policy for all messages, until more is said.
     *
     * @param policy for those that no other call names
     * @return the policies
     */
    public static FailurePolicies others(FailurePolicy policy) {
        return new FailurePolicies(policy, Map.of(), Map.of());
    }

    /**
     * Adds one for a message type; it comes before that of the key type.
     *
     * @param messageType the type name under which it is registered
     * @param policy for its messages
     * @return a copy
     * @throws IllegalArgumentException if the name is blank or the type has a policy already
     */
    public FailurePolicies ofMessages(String messageType, FailurePolicy policy) {
        return new FailurePolicies(others, with(byMessageType, messageType, policy, "ofMessages"), byKeyType);
    }

    /**
     * Adds one for all keys of a type.
     *
     * @param keyType the aggregate type's name, or the type of other keys
     * @param policy for the messages of these keys
     * @return a copy
     * @throws IllegalArgumentException if the name is blank or the type has a policy already
     */
    public FailurePolicies ofKeys(String keyType, FailurePolicy policy) {
        return new FailurePolicies(others, byMessageType, with(byKeyType, keyType, policy, "ofKeys"));
    }

    private static Map<String, FailurePolicy> with(
            Map<String, FailurePolicy> all, String type, FailurePolicy policy, String method) {
        Given.name(type, "The type given to FailurePolicies." + method, 1000, "Name a type of messages or keys.");
        Given.that(
                !all.containsKey(type),
                "The type given to FailurePolicies." + method,
                type,
                "one that has no policy yet (it has " + all.get(type) + ")",
                "Say it once for each type.");
        Map<String, FailurePolicy> more = new HashMap<>(all);
        more.put(type, Objects.requireNonNull(policy, "policy"));
        return more;
    }

    FailurePolicy of(String messageType, String keyType) {
        FailurePolicy byKey = byKeyType.getOrDefault(keyType, others);
        return byMessageType.getOrDefault(messageType, byKey);
    }
}
