/**
 * How the keys of providers and services look: each has a beginning that nothing else has. Every pattern is one fixed
 * beginning and one run of characters, so that a text is read once, whatever it holds.
 */
export const apiKeyPattern: RegExp = new RegExp(
  `(?<![A-Za-z0-9])(?:${[
    // OpenAI, Anthropic, OpenRouter, DeepSeek, Langfuse and others
    "sk-[\\w-]{16,}",
    "pk-lf-[\\w-]{16,}",
    // Amazon: access keys, and Bedrock
    "(?:AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{16,}",
    "ABSK[A-Za-z0-9+/=]{40,}",
    // Google
    "AIza[\\w-]{30,}",
    "ya29\\.[\\w-]{20,}",
    "GOCSPX-[\\w-]{20,}",
    // Groq, xAI, Perplexity, Together, Replicate, Hugging Face, NVIDIA, Fireworks, Cerebras, Voyage, Pinecone, Tavily
    "gsk_\\w{20,}",
    "xai-[\\w-]{20,}",
    "pplx-\\w{20,}",
    "tgp_v1_[\\w-]{20,}",
    "r8_\\w{20,}",
    "(?:hf|api_org)_\\w{20,}",
    "nvapi-[\\w-]{20,}",
    "fw_\\w{16,}",
    "csk-\\w{20,}",
    "pa-[\\w-]{30,}",
    "pcsk_\\w{20,}",
    "tvly-[\\w-]{16,}",
    // LangSmith, Logfire, Braintrust
    "ls(?:v2)?_(?:pt|sk|__)_?\\w{16,}",
    "pylf_\\w{16,}",
    "bt-st-\\w{16,}",
    // GitHub, GitLab, npm, PyPI
    "gh[pousr]_\\w{20,}",
    "github_pat_\\w{20,}",
    "gl(?:pat|ptt|dt|rt)-[\\w-]{16,}",
    "npm_\\w{20,}",
    "pypi-[\\w-]{16,}",
    // Slack, Stripe, SendGrid, Twilio, Shopify, DigitalOcean, Square, Mailgun, Postman, Databricks, Vault
    "xox[a-z]-[\\w-]{10,}",
    "xapp-[\\w-]{10,}",
    "(?:sk|rk|pk)_(?:live|test)_\\w{10,}",
    "whsec_[\\w+/=]{16,}",
    "SG\\.[\\w.-]{20,}",
    "(?:SK|AC)[0-9a-f]{32,}",
    "shp(?:at|ca|pa|ss)_\\w{20,}",
    "do[opr]_v1_\\w{20,}",
    "EAAA[\\w-]{30,}",
    "PMAK-[\\w-]{20,}",
    "dapi[0-9a-f]{32,}",
    "hv[sb]\\.[\\w-]{20,}",
  ].join("|")})`,
  "g",
);
