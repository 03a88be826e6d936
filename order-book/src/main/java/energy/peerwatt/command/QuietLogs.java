package energy.peerwatt.command;

import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Keeps libraries' logs off the terminal: what a program has to say it prints itself. */
public final class QuietLogs {

    private static final String JBOSS = "org.jboss.logmanager.LogManager";

    private QuietLogs() {}

    /**
     * Call first in {@code main}, before anything logs: JBoss' log manager complains on its own if
     * it is on the class path and another one was chosen before it was looked at.
     */
    public static void begin() {
        ClassLoader loader = QuietLogs.class.getClassLoader();
        if (loader.getResource(JBOSS.replace('.', '/') + ".class") != null) {
            System.setProperty("java.util.logging.manager", JBOSS);
        }
        System.setProperty("slf4j.internal.verbosity", "ERROR");
        Logger root = Logger.getLogger("");
        for (Handler waiting : root.getHandlers()) {
            root.removeHandler(waiting);
        }
        root.setLevel(Level.OFF);
    }
}
