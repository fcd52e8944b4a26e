// Functions that a test calls directly would log into its output what the test provokes.
process.env['POWERTOOLS_LOG_LEVEL'] = 'SILENT';
