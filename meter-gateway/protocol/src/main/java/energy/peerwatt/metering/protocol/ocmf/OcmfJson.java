package energy.peerwatt.metering.protocol.ocmf;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import energy.peerwatt.metering.protocol.ocmf.OcmfException.Reason;
import java.io.IOException;

/** The JSON parts of a record: decimals as they were written; bounded, each name once. */
final class OcmfJson {

    private static final ObjectMapper JSON =
            JsonMapper.builder(
                            JsonFactory.builder()
                                    .streamReadConstraints(
                                            StreamReadConstraints.builder()
                                                    .maxNumberLength(40)
                                                    .maxNestingDepth(20)
                                                    .build())
                                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                                    .build())
                    .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                    .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
                    .build();

    private OcmfJson() {}

    static JsonNode object(byte[] text) throws OcmfException {
        try {
            JsonNode body = JSON.readTree(text);
            if (body != null && body.isObject()) {
                return body;
            }
        } catch (IOException | NumberFormatException e) {
            // The latter for exponents beyond an int: Jackson lets it through.
            throw new OcmfException(Reason.NOT_JSON);
        }
        throw new OcmfException(Reason.NOT_JSON);
    }
}
