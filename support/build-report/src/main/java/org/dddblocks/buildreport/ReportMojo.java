package org.dddblocks.buildreport;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.apache.maven.execution.ExecutionListener;
import org.apache.maven.execution.MavenExecutionRequest;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.plugin.AbstractMojo;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/**
 * Prints the {@link TestReport} of all modules of this build once, after Maven's own summary.
 *
 * <p>The first module that gets here puts a listener around Maven's own: whichever modules a build has, and whether it
 * ends well or not, the report comes last.
 */
@Mojo(name = "report", threadSafe = true)
public final class ReportMojo extends AbstractMojo {

    private static final String DONE = ReportMojo.class.getName();

    @Parameter(defaultValue = "${session}", readonly = true, required = true)
    @SuppressWarnings("NullAway.Init")
    private MavenSession session;

    @Override
    public void execute() {
        MavenExecutionRequest request = session.getRequest();
        synchronized (request) {
            if (request.getData().putIfAbsent(DONE, true) == null) {
                request.setExecutionListener(reportingAfter(request.getExecutionListener()));
            }
        }
    }

    private ExecutionListener reportingAfter(ExecutionListener listener) {
        return (ExecutionListener) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {ExecutionListener.class}, (proxy, method, arguments) -> {
                    try {
                        Object result = method.invoke(listener, arguments);
                        if (method.getName().equals("sessionEnded")) {
                            report();
                        }
                        return result;
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private boolean onlyServices() {
        return session.getProjects().stream()
                .anyMatch(project -> "services".equals(project.getProperties().getProperty("tests.run")));
    }

    private void report() {
        List<Path> modules = session.getProjects().stream()
                .map(project -> project.getBasedir().toPath())
                .toList();
        Instant start = session.getRequest().getStartTime().toInstant();
        TestReport.of(modules, start).lines().forEach(getLog()::info);
        if (onlyServices()) {
            getLog().info(
                            "Not run: all other tests, which mvn verify runs. This build was asked for those of installed servers.");
        }
    }
}
