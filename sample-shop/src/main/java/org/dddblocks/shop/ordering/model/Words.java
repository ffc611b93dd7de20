package org.dddblocks.shop.ordering.model;

final class Words {
    private static final int LONGEST_ID = 64;

    private Words() {}

    static void id(String what, String value) {
        if (value.isBlank() || value.length() > LONGEST_ID) {
            throw new IllegalArgumentException("%s is \"%s\"; it must have 1 to %d characters that are not all blank."
                    .formatted(
                            what,
                            value.length() > LONGEST_ID ? value.substring(0, LONGEST_ID) + "…" : value,
                            LONGEST_ID));
        }
    }
}
