/**
 * What README and javadoc show, compiled: a snippet that stands nowhere else stands here, in the file of its module, and
 * {@code DocumentationTest} finds it line for line. The order and its messages also run, in {@code ReadmeSnippetTest}.
 */
package org.dddblocks.architecture.snippets;
