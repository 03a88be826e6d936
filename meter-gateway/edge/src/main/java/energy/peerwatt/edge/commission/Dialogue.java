package energy.peerwatt.edge.commission;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.function.Function;

/** Asks the installer, who may not be there: then every answer is empty. */
final class Dialogue {

    private final BufferedReader answers;
    private final ToolOutput output;
    private boolean isAbsent;

    /** Answers come line by line until they end. */
    Dialogue(BufferedReader answers, ToolOutput output) {
        this.answers = answers;
        this.output = output;
    }

    /** From now on nobody is asked. */
    void leave() {
        isAbsent = true;
    }

    /** Whether somebody may answer. */
    boolean isPresent() {
        return !isAbsent;
    }

    /** The answer to a question; empty if there is none. */
    Optional<String> ask(String question) {
        if (isAbsent) {
            return Optional.empty();
        }
        output.progressDone();
        output.prompt(question + " ");
        try {
            String line = answers.readLine();
            isAbsent = line == null;
            return Optional.ofNullable(line).map(String::strip).filter(text -> !text.isEmpty());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Asks again until the answer makes sense; empty if there is none. */
    <T> Optional<T> ask(String question, Function<String, T> meaning) {
        Optional<String> answer = ask(question);
        while (answer.isPresent()) {
            try {
                return answer.map(meaning);
            } catch (IllegalArgumentException e) {
                output.line(e.getMessage() == null ? "not understood" : e.getMessage());
                answer = ask(question);
            }
        }
        return Optional.empty();
    }
}
