package energy.peerwatt.web.view;

/** Where anybody can check balances and roots without us. */
public record ChainView(String rpcUrl, long chainId, String contract, long height) {}
