package org.dddblocks.architecture.snippets;

enum Status {
    NEW,
    PLACED,
    CANCELLED
}
