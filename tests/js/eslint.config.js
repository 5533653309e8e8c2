// What eslint holds of the player's JavaScript, beside its own recommendations.
import js from '@eslint/js';
import globals from 'globals';

export default [
  js.configs.recommended,
  {
    languageOptions: { ecmaVersion: 'latest', sourceType: 'module', globals: globals.browser },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      'no-nested-ternary': 'error',
      'no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
      'no-var': 'error',
      'prefer-const': 'error',
      'eqeqeq': 'error',
      'no-shadow': ['error', { builtinGlobals: false }],
      'no-param-reassign': 'error',
      'no-implicit-globals': 'error',
      'no-eval': 'error',
      'no-implied-eval': 'error',
      'no-new-func': 'error',
      'no-console': 'error',
      'default-case-last': 'error',
      'consistent-return': 'error',
      'object-shorthand': 'error',
      'prefer-arrow-callback': 'error',
      'no-useless-return': 'error',
      'no-unreachable-loop': 'error',
      'no-self-compare': 'error',
      'complexity': ['error', 16],
      'max-depth': ['error', 4],
      'max-params': ['error', 8],
      'max-lines-per-function': ['error', { max: 70, skipComments: true, skipBlankLines: true }],
    },
  },
  { files: ['tests/js/**/*.js'], languageOptions: { globals: globals.node } },
];
