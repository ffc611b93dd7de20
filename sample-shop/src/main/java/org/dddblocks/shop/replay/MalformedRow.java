package org.dddblocks.shop.replay;

/**
 * A row that cannot be used; it is parked, and the rest of the file goes on.
 * @param line the line in the file; the header is line 1
 * @param reason what is wrong with it and what would be right
 * @param text the line itself, shortened, with what cannot be shown replaced by {@code ?}
 */
record MalformedRow(long line, String reason, String text) {
    private static final int SHOWN = 300;

    static MalformedRow of(long line, String reason, String text) {
        return new MalformedRow(line, reason, shown(text));
    }

    static String shown(String text) {
        String visible = text.replaceAll("[\\p{Cntrl}\\uFFFD]", "?");
        return visible.length() <= SHOWN ? visible : visible.substring(0, SHOWN) + "...";
    }
}
