package org.dddblocks.testkit;

/** What a {@link ScriptedBroker} does with a send instead of accepting the message. */
public enum BrokerFault {
    /** Nothing: the message is stored, and the send succeeds. */
    NONE,
    /** The broker refuses this message: it is not stored, the send fails. */
    NACK,
    /** Nothing is bound to the message's address: it comes back, is not stored, and the send fails. */
    RETURN,
    /** The message is stored, but the answer does not come in time: the send fails. */
    STORED_BUT_TIMED_OUT,
    /** The message is stored twice, one behind the other, and the send succeeds. */
    DUPLICATE,
    /** The send succeeds, but the message is stored behind the next one that is: this breaks what a broker promises. */
    REORDER,
    /** No answer, and nothing is stored, until {@link ScriptedBroker#answerHanging} or the connection is lost. */
    HANG,
    /** The connection breaks before the message is stored: this send and all without an answer fail as unavailable. */
    CONNECTION_LOST,
    /** The same, but the message had just been stored. */
    CONNECTION_LOST_BUT_STORED
}
