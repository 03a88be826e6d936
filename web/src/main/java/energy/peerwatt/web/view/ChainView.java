package energy.peerwatt.web.view;

import java.util.Map;

/**
 * Where anybody can check balances and roots without us.
 *
 * @param contract the vault
 * @param contracts addresses of all that belongs to it, by name
 */
public record ChainView(
        String rpcUrl, long chainId, String contract, Map<String, String> contracts, long height) {}
