package org.dddblocks.eventstore;

import org.dddblocks.persistence.Database;

/** The rows of one page: by number, and so few that their payloads fit into memory together. */
final class FeedRows {
    /** A page holds payloads of at most so many bytes, or one event. */
    static final long BYTES = 4 << 20;

    private FeedRows() {}

    /**
     * Reads each row once, and gives up those beyond the bytes before their payloads are fetched.
     *
     * @return with the arguments after, up to, limit, bytes
     */
    static String once(Database database) {
        return "select " + StoredEvent.COLUMNS + " from (select page.*, sum(octet_length(payload)) over"
                + " (order by position rows between unbounded preceding and 1 preceding) as bytes_before from (select "
                + StoredEvent.COLUMNS + " from " + database.table("event")
                + " where position > ? and position <= ? order by position limit ?) page) sized"
                + " where bytes_before is null or bytes_before < ? order by position";
    }
}
