package org.dddblocks.saga;

import org.dddblocks.persistence.Database;
import org.dddblocks.persistence.PayloadCodec;

/** What is stored, and where. */
record SagaTables(Database database, Values values, SagaRows rows, StoryRows stories, ReplyRows replies) {
    static SagaTables on(Database database, PayloadCodec codec) {
        Values values = new Values(codec);
        return new SagaTables(
                database, values, new SagaRows(database), new StoryRows(database, values), new ReplyRows(database));
    }
}
