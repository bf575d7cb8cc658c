// Everything that the page does in the browser; each file is one part of it.

import "./tabs.js";
import "./chat.js";
import "./source.js";
import "./documents.js";
import "./folders.js";
import "./toasts.js";
import "./focus.js";
