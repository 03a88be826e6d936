package energy.peerwatt.command;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Options of a program: names, each followed by its value. Immutable. */
public record CommandOptions(Map<String, String> values) {

    /** What a user gave is not what the program takes; the message says what. */
    public static final class UsageFault extends IllegalArgumentException {

        private static final long serialVersionUID = 1;

        public UsageFault(String message) {
            super(message);
        }
    }

    public CommandOptions {
        values = Map.copyOf(values);
    }

    /**
     * Reads a command line.
     *
     * @param known names, with their dashes
     * @throws UsageFault if a name is unknown or lacks a value
     */
    public static CommandOptions of(String[] args, Set<String> known) {
        Map<String, String> values = new HashMap<>();
        for (int i = 0; i < args.length; i += 2) {
            if (!known.contains(args[i])) {
                throw new UsageFault("unknown option " + args[i]);
            }
            if (i + 1 == args.length) {
                throw new UsageFault("option " + args[i] + " needs a value");
            }
            values.put(args[i], args[i + 1]);
        }
        return new CommandOptions(values);
    }

    /**
     * The value of an option that must be there.
     *
     * @throws UsageFault if it is missing
     */
    public String required(String name) {
        return find(name).orElseThrow(() -> new UsageFault("option " + name + " is missing"));
    }

    /** The value of an option, if it is there. */
    public Optional<String> find(String name) {
        return Optional.ofNullable(values.get(name));
    }
}
