package energy.peerwatt.balancer.file;

import com.fasterxml.jackson.databind.node.ObjectNode;
import energy.peerwatt.balancer.model.Feeder;

/**
 * Reads and writes a feeder by itself: the member {@code feeder} of {@code community.schema.json}.
 */
public final class FeederFile {

    private FeederFile() {}

    /**
     * Reads a feeder.
     *
     * @throws FileFault if the text is not JSON or a field is missing, unknown or out of bounds
     */
    public static Feeder read(String text) {
        return FeederFields.read(Json.read(text));
    }

    /** The feeder as JSON text; reading it gives an equal feeder. */
    public static String write(Feeder feeder) {
        ObjectNode file = Json.object();
        FeederFields.write(feeder, file);
        return Json.write(file);
    }
}
