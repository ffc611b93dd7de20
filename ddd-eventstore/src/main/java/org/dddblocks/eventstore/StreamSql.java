package org.dddblocks.eventstore;

import org.dddblocks.persistence.Database;

/**
 * The queries of {@link StreamReader}. They order by all columns of the index, although two are fixed, because not every
 * database sees that the third alone has the index's order.
 */
final class StreamSql {
    static final int STREAM = 0;
    static final int SNAPSHOT = 1;
    static final int EVENT = 2;

    private static final String ONE = " where stream_type = ? and stream_id = ?";
    private static final String ORDER = " order by stream_type, stream_id, version limit ?";

    final String begin;
    final String beginWithout;
    final String page;
    final String envelopes;
    final String firstLater;
    final String latest;
    final String version;

    StreamSql(Database database) {
        String stream = database.table("stream");
        String event = database.table("event") + database.dialect().inOrderOf(database.name("event_in_stream"));
        String snapshot = database.table("snapshot");
        version = "select version from " + stream + ONE;
        String row = "select " + STREAM + " as kind, version, '' as name, 0 as schema_version, '' as payload,"
                + " null as occurred_at from " + stream + ONE;
        String newest = "select " + SNAPSHOT + ", version, fingerprint, 0, payload, occurred_at from (select version,"
                + " fingerprint, occurred_at, payload from " + snapshot + ONE
                + " and version <= ? order by case when fingerprint = ? then 0 else 1 end, version desc limit 1) s";
        String before =
                "coalesce((select max(version) from " + snapshot + ONE + " and fingerprint = ? and version <= ?), 0)";
        begin = row + " union all " + newest + " union all " + tail(event, before) + " order by 1, 2";
        beginWithout = first(event, "(" + version + ")");
        page = "select " + ReplayRow.COLUMNS + " from " + event + ONE + " and version > ? and version <= ?" + ORDER;
        envelopes = "select " + StoredEvent.COLUMNS + " from " + event + ONE + " and version > ?" + ORDER;
        latest = "select max(occurred_at) from " + event + ONE + " and version > ? and version <= ?";
        firstLater = "select coalesce(min(version), 0) from " + event + ONE
                + " and version > coalesce((select max(version) from " + snapshot + ONE
                + " and occurred_at <= ? and version <= (select version from " + stream + ONE
                + ")), 0) and occurred_at > ?";
    }

    private static String tail(String event, String after) {
        return "select " + EVENT + ", " + ReplayRow.COLUMNS + ", null from (select " + ReplayRow.COLUMNS + " from "
                + event + ONE + " and version > " + after + " and version <= ?" + ORDER + ") e";
    }

    /** With the stream's version; a full page if the first few events are small, since versions have no gaps. */
    private static String first(String event, String newest) {
        return "select " + ReplayRow.COLUMNS + ", " + newest + " as newest from " + event + ONE
                + " and version <= ? and version <= case when (select sum(octet_length(payload)) from " + event + ONE
                + " and version <= " + PageSize.FIRST + ") > " + PageSize.SMALL + " then " + PageSize.FIRST + " else "
                + PageSize.MOST + " end order by stream_type, stream_id, version";
    }
}
