package energy.peerwatt.settlement.chain;

import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.web3j.protocol.ObjectMapperFactory;
import tools.jackson.databind.JsonNode;

/**
 * A compiled contract that is part of this program.
 *
 * @param codeHex that creates it, without prefix
 * @param errors name by selector
 */
record ContractArtefact(String codeHex, Map<String, String> errors) {

    /** Reads the contract with this name. */
    static ContractArtefact load(String contract) {
        String resource = "/contracts/" + contract + ".json";
        try (InputStream in =
                Objects.requireNonNull(ContractArtefact.class.getResourceAsStream(resource))) {
            JsonNode artefact = ObjectMapperFactory.getObjectMapper().readTree(in);
            Map<String, String> errors = new HashMap<>();
            artefact.get("errors")
                    .properties()
                    .forEach(error -> errors.put(error.getKey(), error.getValue().asString()));
            String code = artefact.get("bytecode").asString();
            return new ContractArtefact(code.substring(2), Map.copyOf(errors));
        } catch (IOException e) {
            throw new IllegalStateException("reading " + resource, e);
        }
    }
}
